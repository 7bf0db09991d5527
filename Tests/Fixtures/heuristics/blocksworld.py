from fnmatch import fnmatch

from heuristics.heuristic_base import Heuristic


def get_parts(fact):
    """The words of a fact: "(on a b)" gives ["on", "a", "b"]."""
    return fact[1:-1].split()


def match(fact, *args):
    """Whether the words of a fact fit the patterns, in which * stands for anything."""
    parts = get_parts(fact)
    return len(parts) == len(args) and all(fnmatch(part, arg) for part, arg in zip(parts, args))


class BlocksworldHeuristic(Heuristic):
    """Two steps for each block that is not yet on its final tower, one if it is held, one more for each covered target."""

    def __init__(self, task):
        self.goals = task.goals
        self.goal_below = {}
        for goal in self.goals:
            if match(goal, "on", "*", "*"):
                _, upper, lower = get_parts(goal)
                self.goal_below[upper] = lower
            elif match(goal, "on-table", "*"):
                self.goal_below[get_parts(goal)[1]] = "table"

    def __call__(self, node):
        state = node.state
        below = {}
        clear = set()
        held = None
        for fact in state:
            if match(fact, "on", "*", "*"):
                _, upper, lower = get_parts(fact)
                below[upper] = lower
            elif match(fact, "on-table", "*"):
                below[get_parts(fact)[1]] = "table"
            elif match(fact, "clear", "*"):
                clear.add(get_parts(fact)[1])
            elif match(fact, "holding", "*"):
                held = get_parts(fact)[1]
        cost = 0
        for block, target in self.goal_below.items():
            place = block
            while place in self.goal_below and below.get(place) == self.goal_below[place]:
                place = self.goal_below[place]
            if place not in self.goal_below:
                continue
            cost += 1 if block == held else 2
            if target != "table" and target not in clear:
                cost += 1
        return cost
