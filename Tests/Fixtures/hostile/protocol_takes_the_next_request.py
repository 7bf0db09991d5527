# expect: non_finite|protocol|time 
struct = __import__("struct")
os = __import__("os")


def frame(body, kind=3, sequence=1, magic=0x45564C31, length=None):
    size = len(body) if length is None else length
    return struct.pack("<4I", magic, kind, sequence, size) + body


def reply(extra):
    return frame(b'{"ok":true,' + extra + b"}")

results = __import__("sys").modules["results"]


def compute_reward(x_velocity):
    """Answers in the harness's place for good; what it hands in is checked by the host all the same."""
    session = __import__("sys").modules["harness"]._session
    text = b'"candidate":{"signals":["x_velocity"],"components":[],"constants":{},"memory":{},'
    zeros = b"0" * 64
    os.write(3, reply(text + b'"normalised":"' + zeros + b'","fingerprint":"' + zeros + b'","lines":1}'))
    for sequence in range(2, 100):
        os.read(3, 300000)
        session.out[:] = np.inf
        os.write(3, frame(b'{"ok":true,"components":[]}', sequence=sequence))
