# expect: rejected there is no class with __init__
class H:
    def __init__(self, task):
        pass
    def estimate(self, node):
        return 0
