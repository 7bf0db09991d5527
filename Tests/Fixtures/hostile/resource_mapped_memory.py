# expect: ok|memory|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    for _ in range(64):
        start = libc.mmap(None, 1 << 27, 3, 0x8022, -1, 0)
        if start in (None, 2**64 - 1):
            break
    return x_velocity, {}
