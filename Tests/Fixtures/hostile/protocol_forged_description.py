# expect: protocol did not describe the candidate
struct = __import__("struct")

def compute_reward(x_velocity):
    body = b'{"ok":true,"components":[]}'
    __import__("os").write(3, struct.pack("<4I", 0x45564C31, 3, 1, len(body)) + body)
    __import__("os")._exit(0)
