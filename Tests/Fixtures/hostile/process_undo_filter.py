# expect: violation .*(prctl|seccomp)
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.prctl(22, 0, 0, 0, 0))
    return x_velocity, {}
