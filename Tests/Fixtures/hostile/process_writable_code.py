# expect: violation .*mprotect
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    start = ctypes.cast(libc.printf, ctypes.c_void_p).value & ~4095
    print(libc.mprotect(ctypes.c_void_p(start), 4096, 7))
    return x_velocity, {}
