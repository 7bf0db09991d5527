# expect: protocol|error no message|cannot be read|closed its channel|none can be sent
struct = __import__("struct")
os = __import__("os")


def frame(body, kind=3, sequence=1, magic=0x45564C31, length=None):
    size = len(body) if length is None else length
    return struct.pack("<4I", magic, kind, sequence, size) + body


def reply(extra):
    return frame(b'{"ok":true,' + extra + b"}")

ctypes = __import__("ctypes")
libc = ctypes.CDLL(None)


def compute_reward(x_velocity):
    body = ctypes.create_string_buffer(frame(b"{}"), 18)
    piece = (ctypes.c_size_t * 2)(ctypes.addressof(body), 18)
    control = ctypes.create_string_buffer(struct.pack("<Qii4i", 32, 1, 1, 3, 3, 3, 3), 32)
    message = (ctypes.c_size_t * 7)(0, 0, ctypes.addressof(piece), 1, ctypes.addressof(control), 32, 0)
    # The kernel counts what an ordinary user has on the way; the next worker's descriptors may be more than this one's limit.
    assert libc.sendmsg(3, message, 0) == 18, "none can be sent"
    return x_velocity, {}
