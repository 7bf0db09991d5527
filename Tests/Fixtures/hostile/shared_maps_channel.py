# expect: ok|inconsistent|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p


def compute_reward(x_velocity):
    print(libc.mmap(None, 4096, 3, 1, 3, 0))
    return x_velocity, {}
