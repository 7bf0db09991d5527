# expect: violation|killed 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    getattr(libc, "raise")(31)
    return x_velocity, {}
