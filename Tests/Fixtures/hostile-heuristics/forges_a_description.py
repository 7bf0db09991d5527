# expect: protocol claimed hashes that are none

def send(answer, plan=b""):
    os, sys, struct, json = (__import__(name) for name in ("os", "sys", "struct", "json"))
    sys.modules["harness"]._memory[1][: len(plan)] = plan
    body = json.dumps(answer).encode()
    os.write(3, struct.pack("<4I", 0x45564C31, 3, 1, len(body)) + body)
    os._exit(0)

class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        send({"ok": True, "heuristic": {"constants": {}, "has_preferred": False, "uses_fast_view": False,
                                        "normalised": "x", "fingerprint": "y", "values": [], "lines": 1}})
