"""Know nothing but the goal: the control, under which a greedy search goes breadth first."""


class ConstantHeuristic:
    def __init__(self, task):
        self.goals = tuple(task.goals)

    def __call__(self, node):
        state = node.state
        return 0 if all(goal in state for goal in self.goals) else 1
