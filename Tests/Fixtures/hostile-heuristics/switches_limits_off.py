# expect: time used more than \d s of CPU time
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        __import__("sys").modules["_planning"].limit(1e9, 1e9)
        while True: pass
