# expect: ok
import collections.abc


class SetHeuristic:
    """A state is an immutable set like any other."""

    def __init__(self, task):
        self.goals = task.goals
        self.initial = task.initial_state
        assert isinstance(self.goals, frozenset) and isinstance(self.initial, frozenset)
        assert isinstance(task.static, frozenset) and isinstance(task.facts, frozenset)

    def __call__(self, node):
        state, goals = node.state, self.goals
        real = frozenset(fact for fact in state)
        assert isinstance(state, collections.abc.Set) and isinstance(state, collections.abc.Hashable)
        assert len(state) == len(real) and state == real and real == state and not state != real
        assert hash(state) == hash(real) and state in {real}
        assert all(fact in state for fact in real) and "(no such thing)" not in state and "" not in state and 3 not in state
        assert all(str(fact) in state and f"{fact}" in state for fact in real)
        assert state & goals == real & goals == goals & state and state | goals == real | goals == goals | state
        assert state - goals == real - goals and goals - state == goals - real
        assert state ^ goals == real ^ goals == goals ^ state
        assert (goals <= state) == (goals <= real) == (state >= goals) and (state <= goals) == (real <= goals)
        assert (goals < state) == (goals < real) and (state < goals) == (real < goals) and (state > goals) == (real > goals)
        assert state.issubset(real) and state.issuperset(real) and state.issuperset(list(real))
        assert goals.issubset(state) == (goals <= real) and state.isdisjoint(goals) == real.isdisjoint(goals)
        assert state.union(goals, ["x"]) == real.union(goals, ["x"]) and state.copy() == real
        assert state.intersection(goals) == real.intersection(goals) and goals.difference(state) == goals.difference(real)
        assert state.difference(goals) == real.difference(goals) and sorted(state) == sorted(real)
        assert state.symmetric_difference(goals) == real.symmetric_difference(goals)
        for fact in real:
            plain = "".join(fact)
            assert fact == plain and hash(fact) == hash(plain) and type(plain) is str and isinstance(fact, str)
            assert fact[1:-1] == plain[1:-1] and fact[1:-1].split() == plain[1:-1].split() and fact.split() == plain.split()
            assert fact.strip("()") == plain.strip("()") and fact[0] == "(" and fact[-1] == ")" and fact[1:] == plain[1:]
            assert fact[1:-1].split(" ") == plain[1:-1].split(" ") and fact.split("(") == plain.split("(")
            assert fact[1:-1].split(maxsplit=1) == plain[1:-1].split(maxsplit=1) and fact.strip() == plain
            assert fact.startswith("(") and not fact.startswith("x") and fact.startswith(("x", "("))
            assert fact.replace("(", "") == plain.replace("(", "") and fact[::2] == plain[::2] and len(fact) == len(plain)
            words = fact[1:-1].split()
            words.append("more")
            assert fact[1:-1].split() == words[:-1]
        return len(goals - state)
