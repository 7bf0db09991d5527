# expect: violation .*socket
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
struct = __import__("struct")


def compute_reward(x_velocity):
    channel = libc.socket(1, 1, 0)
    print(libc.connect(channel, struct.pack("<H", 1) + b"@SOCKET@" + bytes(1), 110))
    return x_velocity, {}
