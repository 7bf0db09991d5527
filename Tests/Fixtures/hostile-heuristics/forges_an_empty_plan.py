# expect: protocol the worker gave a plan that is none: the goal does not hold

def send(answer, plan=b""):
    os, sys, struct, json = (__import__(name) for name in ("os", "sys", "struct", "json"))
    sys.modules["harness"]._memory[1][: len(plan)] = plan
    body = json.dumps(answer).encode()
    os.write(3, struct.pack("<4I", 0x45564C31, 3, 1, len(body)) + body)
    os._exit(0)

class H:
    calls = 0
    def __init__(self, task):
        pass
    def __call__(self, node):
        H.calls += 1
        if H.calls > 90:
            send({"ok": True, "run": {"ending": "plan"}, "outbox": 0})
        return 1
