# expect: error __init__ raised TypeError.*does not support item assignment
class H:
    def __init__(self, task):
        task.goal_view["on"] = frozenset()
    def __call__(self, node):
        return 0
