# expect: killed|ok|error 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    ctypes.c_long.from_address(id(None)).value = 1
    for _ in range(100):
        [None] * 100
    return x_velocity, {}
