# expect: violation .*socket
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
struct = __import__("struct")


def compute_reward(x_velocity):
    channel = libc.socket(2, 2, 0)
    address = struct.pack("<H", 2) + struct.pack(">H", @UDP@) + bytes([127, 0, 0, 1]) + bytes(8)
    print(libc.sendto(channel, b"x", 1, 0, address, 16))
    return x_velocity, {}
