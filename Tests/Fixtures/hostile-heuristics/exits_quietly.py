# expect: protocol exit status 0 without an answer
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        __import__("os")._exit(0)
