# expect: killed .*SIGFPE
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    libc.raise_(8) if hasattr(libc, "raise_") else getattr(libc, "raise")(8)
    return x_velocity, {}
