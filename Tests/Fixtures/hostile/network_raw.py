# expect: violation .*socket
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.socket(2, 3, 1))
    return x_velocity, {}
