# expect: ok
import math


class ViewHeuristic:
    """The views hold what the strings hold."""

    def __init__(self, task):
        self.goals = task.goal_view["on"]
        assert {f"(on {a} {b})" for a, b in self.goals} | {f"(on-table {b})" for (b,) in task.goal_view["on-table"]} <= task.goals | {""}
        assert task.objects_of["object"] and all(task.type_of[name] == "object" for name in task.objects_of["object"])
        for wrong in ("onn", "link"):
            try:
                task.goal_view[wrong]
            except KeyError as error:
                assert "there are" in str(error)
            else:
                raise AssertionError("an unknown predicate has a view")

    def __call__(self, node):
        view = node.view
        on = view["on"]
        facts = {fact for fact in node.state if fact.startswith("(on ")}
        rows = {tuple(fact[1:-1].split()[1:]) for fact in facts}
        assert set(on) == rows == on and len(on) == len(rows) and bool(on) == bool(rows)
        assert all(row in on for row in rows) and ("x", "y") not in on and () not in on and "b1" not in on
        assert on & self.goals == rows & self.goals == self.goals & on
        assert on | self.goals == rows | self.goals and self.goals - on == self.goals - rows and on - self.goals == rows - self.goals
        assert (self.goals <= on) == (self.goals <= rows) and on.isdisjoint(self.goals) == rows.isdisjoint(self.goals)
        assert dict(on) == dict(rows) and ((() in view["arm-empty"]) == ("(arm-empty)" in node.state))
        try:
            view["nothing"]
        except KeyError:
            pass
        else:
            raise AssertionError("an unknown predicate has a view")
        return math.fsum(1 for goal in self.goals if goal not in on)
