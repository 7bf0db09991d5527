# expect: killed .*SIGSEGV
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    out = harness._session.out
    ctypes.memset(out.__array_interface__["data"][0] + out.nbytes, 0, 1 << 28)
    return x_velocity, {}
