# expect: error __init__ raised AttributeError: the task cannot be changed: goals
class H:
    def __init__(self, task):
        task.goals = frozenset()
    def __call__(self, node):
        return 0
