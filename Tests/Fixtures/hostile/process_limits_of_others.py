# expect: violation .*prlimit64
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.syscall(302, @PARENT@, 9, None, (ctypes.c_ulong * 2)()))
    return x_velocity, {}
