# expect: killed .*SIGILL
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    getattr(libc, "raise")(4)
    return x_velocity, {}
