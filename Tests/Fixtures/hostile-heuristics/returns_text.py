# expect: error the heuristic returned <class 'str'>, expected a number
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return "3"
