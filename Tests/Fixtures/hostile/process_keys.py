# expect: violation .*(add_key|keyctl)
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(250, 0, -3, 0))
    return x_velocity, {}
