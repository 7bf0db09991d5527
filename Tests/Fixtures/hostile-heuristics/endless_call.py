# expect: time __call__ took longer than 1 s, stopped at line 5; on the state \(
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        while True: pass
