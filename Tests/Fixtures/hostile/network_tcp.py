# expect: violation .*socket
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
struct = __import__("struct")


def compute_reward(x_velocity):
    channel = libc.socket(2, 1, 0)
    address = struct.pack("<H", 2) + struct.pack(">H", @TCP@) + bytes([127, 0, 0, 1]) + bytes(8)
    print(libc.connect(channel, address, 16))
    return x_velocity, {}
