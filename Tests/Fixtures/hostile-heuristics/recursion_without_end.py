# expect: error raised RecursionError
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return self(node)
