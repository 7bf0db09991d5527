# expect: killed|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    ctypes.memset(ctypes.addressof(ctypes.c_int()) - 10**9, 0, 1)
    return x_velocity, {}
