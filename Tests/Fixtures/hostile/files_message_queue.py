# expect: violation .*mq_open
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.mq_open(b"/evolve", 0o102, 0o600, None))
    return x_velocity, {}
