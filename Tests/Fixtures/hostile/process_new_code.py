# expect: violation .*mmap
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    print(libc.mmap(None, 4096, 7, 0x22, -1, 0))
    return x_velocity, {}
