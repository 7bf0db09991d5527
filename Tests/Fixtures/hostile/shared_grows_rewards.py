# expect: violation .*ftruncate
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    for number in range(64):
        libc.ftruncate(number, 1 << 30)
    return x_velocity, {}
