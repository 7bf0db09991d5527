# expect: violation .*mount
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


def compute_reward(x_velocity):
    print(libc.mount(b"none", b"/tmp", b"tmpfs", 0, None))
    return x_velocity, {}
