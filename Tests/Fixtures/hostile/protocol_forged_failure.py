# expect: error candidate says
struct = __import__("struct")
os = __import__("os")


def frame(body, kind=3, sequence=1, magic=0x45564C31, length=None):
    size = len(body) if length is None else length
    return struct.pack("<4I", magic, kind, sequence, size) + body


def reply(extra):
    return frame(b'{"ok":true,' + extra + b"}")


def compute_reward(x_velocity):
    """A failure of its own making: its own loss, but it must not reach a terminal raw, nor be endless."""
    words = b"candidate says \\u001b[2J\\u0007" + b"x" * 200000
    os.write(3, frame(b'{"ok":false,"verdict":"error","detail":"' + words + b'"}'))
    os._exit(0)
