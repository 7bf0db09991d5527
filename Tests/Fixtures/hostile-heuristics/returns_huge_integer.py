# expect: error integer too large for a float
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return 10 ** 400
