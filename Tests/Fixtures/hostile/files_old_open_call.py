# expect: violation .*open
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(2, b"@FILE@", 0))
    return x_velocity, {}
