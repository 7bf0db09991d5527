# expect: non_finite the heuristic returned nan.*; on the state \(
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return float("nan")
