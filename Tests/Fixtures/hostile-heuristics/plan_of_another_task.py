# expect: ok
PLAN = ["(unstack b9 b8)", "(putdown b9)"]

class H:
    """Knows the states of a plan of another task by heart; they do not occur here."""
    def __init__(self, task):
        self.known = {frozenset({"(on b9 b8)", "(arm-empty)"}): 0}
    def __call__(self, node):
        return self.known.get(frozenset(node.state), 1)
