# expect: violation .*userfaultfd
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(323, 0))
    return x_velocity, {}
