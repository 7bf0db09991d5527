# expect: violation .*setns
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.setns(3, 0))
    return x_velocity, {}
