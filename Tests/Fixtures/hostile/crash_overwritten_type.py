# expect: killed|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    ctypes.memset(id(dict), 0, 400)
    {}.get("a")
    return x_velocity, {}
