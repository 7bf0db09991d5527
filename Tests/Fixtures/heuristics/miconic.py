from fnmatch import fnmatch

from heuristics.heuristic_base import Heuristic


def get_parts(fact):
    """The words of a fact: "(on a b)" gives ["on", "a", "b"]."""
    return fact[1:-1].split()


def match(fact, *args):
    """Whether the words of a fact fit the patterns, in which * stands for anything."""
    parts = get_parts(fact)
    return len(parts) == len(args) and all(fnmatch(part, arg) for part, arg in zip(parts, args))


class MiconicHeuristic(Heuristic):
    """Board and depart for everybody who needs it, and a move for each floor that must be visited."""

    def __init__(self, task):
        self.goals = task.goals
        self.destination = {}
        for fact in task.static:
            if match(fact, "destin", "*", "*"):
                _, passenger, floor = get_parts(fact)
                self.destination[passenger] = floor

    def __call__(self, node):
        state = node.state
        lift = None
        boarded = set()
        origin = {}
        for fact in state:
            if match(fact, "lift-at", "*"):
                lift = get_parts(fact)[1]
            elif match(fact, "boarded", "*"):
                boarded.add(get_parts(fact)[1])
            elif match(fact, "origin", "*", "*"):
                _, passenger, floor = get_parts(fact)
                origin[passenger] = floor
        cost = 0
        floors = set()
        for goal in self.goals:
            if goal in state:
                continue
            passenger = get_parts(goal)[1]
            floors.add(self.destination[passenger])
            if passenger in boarded:
                cost += 1
            else:
                cost += 2
                floors.add(origin[passenger])
        floors.discard(lift)
        return cost + len(floors)
