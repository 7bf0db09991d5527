# expect: violation .*openat2
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(437, -100, b"@FILE@", ctypes.create_string_buffer(24), 24))
    return x_velocity, {}
