# expect: violation .*execveat
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(322, 3, b"", None, None, 0x1000))
    return x_velocity, {}
