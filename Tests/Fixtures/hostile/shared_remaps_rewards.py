# expect: ok|killed|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    start = harness._session.out.__array_interface__["data"][0]
    print(libc.mremap(ctypes.c_void_p(start), 4096, 1 << 26, 1))
    return x_velocity, {}
