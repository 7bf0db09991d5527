# expect: violation .*ptrace
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.ptrace(16, @PARENT@, None, None))
    return x_velocity, {}
