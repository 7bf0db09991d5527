# expect: protocol 
struct = __import__("struct")
os = __import__("os")


def frame(body, kind=3, sequence=1, magic=0x45564C31, length=None):
    size = len(body) if length is None else length
    return struct.pack("<4I", magic, kind, sequence, size) + body


def reply(extra):
    return frame(b'{"ok":true,' + extra + b"}")


def compute_reward(x_velocity):
    os.write(3, reply(b'"candidate":{"signals":["x_velocity"],"components":["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14", "c15", "c16", "c17", "c18", "c19", "c20", "c21", "c22", "c23", "c24", "c25", "c26", "c27", "c28", "c29", "c30", "c31", "c32"],"constants":{},"memory":{},"normalised":"0000000000000000000000000000000000000000000000000000000000000000","fingerprint":"0000000000000000000000000000000000000000000000000000000000000000","lines":1}'))
    os._exit(0)
