# expect: ok|inconsistent 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    start = x_velocity.__array_interface__["data"][0] & ~4095
    libc.mmap(ctypes.c_void_p(start), 4096, 3, 0x32, -1, 0)
    ctypes.memset(start, 0, 4096)
    return x_velocity, {}
