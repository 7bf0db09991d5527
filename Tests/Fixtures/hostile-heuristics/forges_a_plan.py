# expect: protocol the worker gave a plan that is none: step 1

def send(answer, plan=b""):
    os, sys, struct, json = (__import__(name) for name in ("os", "sys", "struct", "json"))
    sys.modules["harness"]._memory[1][: len(plan)] = plan
    body = json.dumps(answer).encode()
    os.write(3, struct.pack("<4I", 0x45564C31, 3, 1, len(body)) + body)
    os._exit(0)

class H:
    """Answers in place of the search, with a plan of its own."""
    calls = 0
    def __init__(self, task):
        pass
    def __call__(self, node):
        H.calls += 1
        if H.calls > 90:
            plan = b"(unstack b1 b2)\n(putdown b1)\n"
            send({"ok": True, "run": {"ending": "plan", "evaluations": 1}, "outbox": len(plan)}, plan)
        return 1
