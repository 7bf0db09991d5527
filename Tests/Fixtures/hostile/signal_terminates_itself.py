# expect: killed .*SIGTERM
ctypes = __import__("ctypes")


def compute_reward(x_velocity):
    getattr(ctypes.CDLL(None), "raise")(15)
    return x_velocity, {}
