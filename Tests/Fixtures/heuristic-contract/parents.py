# expect: ok
class PathHeuristic:
    """Nodes know how they were reached."""

    def __init__(self, task):
        self.goals = task.goals
        self.initial = task.initial_state

    def __call__(self, node):
        steps = 0
        here = node
        while here.parent is not None:
            before = here.parent
            assert here.action.applicable(before.state), here.action.name
            assert here.action.apply(frozenset(before.state)) == here.state
            assert here.g == before.g + 1
            here = before
            steps += 1
        assert node.g == steps and (steps == 0) == (node.action is None)
        return len(self.goals - node.state)
