# expect: ok
class H:
    """Keeps all that it is shown: nothing of it may change afterwards."""
    def __init__(self, task):
        self.kept = []
    def __call__(self, node):
        self.kept.append((node, node.state, frozenset(node.state), len(node.view["on"])))
        for kept, state, facts, count in self.kept[-50:]:
            assert kept.state == state == facts and len(kept.view["on"]) == count
        return 1
