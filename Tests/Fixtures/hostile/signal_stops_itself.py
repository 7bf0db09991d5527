# expect: time 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    getattr(libc, "raise")(19)
    return x_velocity, {}
