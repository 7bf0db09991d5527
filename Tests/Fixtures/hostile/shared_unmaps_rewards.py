# expect: killed .*SIGSEGV
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    start = harness._session.out.__array_interface__["data"][0]
    libc.munmap(ctypes.c_void_p(start), 65536)
    return x_velocity, {}
