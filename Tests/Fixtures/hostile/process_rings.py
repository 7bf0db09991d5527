# expect: violation .*io_uring_setup
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(425, 8, ctypes.create_string_buffer(120)))
    return x_velocity, {}
