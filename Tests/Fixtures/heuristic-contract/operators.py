# expect: ok
from .heuristic_base import Heuristic


class OperatorHeuristic(Heuristic):
    """Operators are those of the domain, facts all that can hold."""

    def __init__(self, task):
        assert task.initial_state <= task.facts and task.goals <= task.facts
        assert task.name and len(task.operators) > 3
        for operator in task.operators:
            assert operator.preconditions <= task.facts and operator.add_effects <= task.facts
            assert operator.del_effects <= task.facts and not operator.add_effects & operator.del_effects
            assert operator.name.startswith("(") and operator.name.endswith(")")
        [unstack] = [o for o in task.operators if o.name == "(unstack b1 b2)"]
        assert unstack.preconditions == {"(arm-empty)", "(on b1 b2)", "(clear b1)"}
        assert unstack.add_effects == {"(holding b1)", "(clear b2)"}
        assert unstack.del_effects == {"(arm-empty)", "(on b1 b2)", "(clear b1)"}
        self.goals = task.goals

    def __call__(self, node):
        return len(self.goals - node.state)
