# expect: violation .*shmget
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.shmget(0, 4096, 0o1600))
    return x_velocity, {}
