# expect: violation .*setpriority
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.setpriority(0, 0, -20))
    return x_velocity, {}
