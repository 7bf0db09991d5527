# expect: violation .*openat
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.shm_open(b"/evolve-new", 0o102, 0o600))
    return x_velocity, {}
