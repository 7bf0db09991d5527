# expect: violation .*pidfd_getfd
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(438, 3, 0, 0))
    return x_velocity, {}
