# expect: violation .*perf_event_open
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(298, ctypes.create_string_buffer(128), 0, -1, -1, 0))
    return x_velocity, {}
