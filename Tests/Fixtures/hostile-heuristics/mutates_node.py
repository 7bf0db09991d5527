# expect: error raised AttributeError: readonly attribute; on the state \(
class H:
    def __init__(self, task):
        self.goals = task.goals
    def __call__(self, node):
        node.state = self.goals
        return 0
