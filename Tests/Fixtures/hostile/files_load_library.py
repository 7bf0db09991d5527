# expect: error|violation (openat|OSError)
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    ctypes.CDLL("@FILE@")
    return x_velocity, {}
