# expect: violation .*prlimit64
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    resource = (ctypes.c_ulong * 2)(2**63, 2**63)
    print(libc.syscall(302, 0, 9, resource, None))
    return x_velocity, {}
