# expect: violation .*tkill
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(200, @PARENT@, 9))
    return x_velocity, {}
