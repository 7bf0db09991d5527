from fnmatch import fnmatch

from heuristics.heuristic_base import Heuristic


def get_parts(fact):
    """The words of a fact: "(on a b)" gives ["on", "a", "b"]."""
    return fact[1:-1].split()


def match(fact, *args):
    """Whether the words of a fact fit the patterns, in which * stands for anything."""
    parts = get_parts(fact)
    return len(parts) == len(args) and all(fnmatch(part, arg) for part, arg in zip(parts, args))


class SatelliteHeuristic(Heuristic):
    """Take each image that is missing, turn where nobody looks that way, switch on and calibrate what is needed."""

    def __init__(self, task):
        self.goals = task.goals
        self.supporters = {}
        for fact in task.static:
            if match(fact, "supports", "*", "*"):
                _, instrument, mode = get_parts(fact)
                self.supporters.setdefault(mode, set()).add(instrument)

    def __call__(self, node):
        state = node.state
        pointing = {}
        ready = set()
        powered = set()
        for fact in state:
            if match(fact, "pointing", "*", "*"):
                _, satellite, direction = get_parts(fact)
                pointing[satellite] = direction
            elif match(fact, "calibrated", "*"):
                ready.add(get_parts(fact)[1])
            elif match(fact, "power_on", "*"):
                powered.add(get_parts(fact)[1])
        directions = set(pointing.values())
        cost = 0
        modes = set()
        for goal in self.goals:
            if goal in state:
                continue
            if match(goal, "pointing", "*", "*"):
                cost += 1
                continue
            _, direction, mode = get_parts(goal)
            cost += 1
            modes.add(mode)
            if direction not in directions:
                cost += 1
        for mode in modes:
            able = self.supporters.get(mode, set())
            if not able & powered:
                cost += 2
            elif not able & ready & powered:
                cost += 1
        return cost
