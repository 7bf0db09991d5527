# expect: violation .*socket
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
struct = __import__("struct")


def compute_reward(x_velocity):
    channel = libc.socket(1, 2, 0)
    print(libc.connect(channel, struct.pack("<H", 1) + bytes(1) + b"evolve", 9))
    return x_velocity, {}
