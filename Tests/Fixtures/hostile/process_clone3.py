# expect: violation .*clone3
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(435, ctypes.create_string_buffer(88), 88))
    return x_velocity, {}
