# expect: error candidate.py:6: __call__ raised AttributeError.*'add'.*; on the state \(
class H:
    def __init__(self, task):
        self.goals = task.goals
    def __call__(self, node):
        for goal in self.goals:
            node.state.add(goal)
        return 0
