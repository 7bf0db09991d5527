# expect: violation .*personality
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(135, 0x0400000))
    return x_velocity, {}
