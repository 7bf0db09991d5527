# expect: protocol cannot be read
struct = __import__("struct")
os = __import__("os")


def frame(body, kind=3, sequence=1, magic=0x45564C31, length=None):
    size = len(body) if length is None else length
    return struct.pack("<4I", magic, kind, sequence, size) + body


def reply(extra):
    return frame(b'{"ok":true,' + extra + b"}")


def compute_reward(x_velocity):
    os.write(3, frame(b"x" * 262144))
    return x_velocity, {}
