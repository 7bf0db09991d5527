# expect: violation .*unshare
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.unshare(0x10000000))
    return x_velocity, {}
