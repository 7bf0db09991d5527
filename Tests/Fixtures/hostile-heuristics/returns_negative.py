# expect: error the heuristic returned -1, expected a number >= 0; on the state \(
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return -1
