# expect: ok 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p
madvise = libc.madvise
del libc


def compute_reward(x_velocity):
    start = x_velocity.__array_interface__["data"][0] & ~4095
    assert madvise(ctypes.c_void_p(start), 4096, 9) == -1
    return x_velocity, {}
