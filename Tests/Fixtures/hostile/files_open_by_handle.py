# expect: violation .*open_by_handle_at
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(304, -100, ctypes.create_string_buffer(64), 0))
    return x_velocity, {}
