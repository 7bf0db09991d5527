# expect: violation .*socketpair
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.socketpair(1, 1, 0, (ctypes.c_int * 2)()))
    return x_velocity, {}
