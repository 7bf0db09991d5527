# expect: violation .*bpf
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(321, 0, ctypes.create_string_buffer(128), 128))
    return x_velocity, {}
