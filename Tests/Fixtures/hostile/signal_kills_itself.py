# expect: killed .*SIGKILL
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    getattr(libc, "raise")(9)
    return x_velocity, {}
