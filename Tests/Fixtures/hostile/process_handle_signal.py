# expect: violation .*pidfd_send_signal
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(424, 3, 9, None, 0))
    return x_velocity, {}
