# expect: ok
class FrozensetHeuristic:
    """Code that asks for a frozenset gets one."""

    def __init__(self, task):
        self.goals = task.goals

    def __call__(self, node):
        if not isinstance(node.state, frozenset):
            raise TypeError("expected a frozenset")
        assert type(node.state) is frozenset and len(node.view["clear"]) == sum(f.startswith("(clear") for f in node.state)
        return len(self.goals - node.state)
