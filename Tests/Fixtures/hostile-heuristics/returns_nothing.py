# expect: error the heuristic returned <class 'NoneType'>, expected a number
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        node.state
