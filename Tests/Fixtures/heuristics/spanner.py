from collections import deque
from fnmatch import fnmatch

from heuristics.heuristic_base import Heuristic


def get_parts(fact):
    """The words of a fact: "(on a b)" gives ["on", "a", "b"]."""
    return fact[1:-1].split()


def match(fact, *args):
    """Whether the words of a fact fit the patterns, in which * stands for anything."""
    parts = get_parts(fact)
    return len(parts) == len(args) and all(fnmatch(part, arg) for part, arg in zip(parts, args))


class SpannerHeuristic(Heuristic):
    """Walk to the nut furthest away, tighten, and pick up as many spanners as are missing; infinite where they are out of reach."""

    def __init__(self, task):
        self.goals = task.goals
        successors = {}
        for fact in task.static:
            if match(fact, "link", "*", "*"):
                _, start, end = get_parts(fact)
                successors.setdefault(start, []).append(end)
        places = set(successors) | {end for ends in successors.values() for end in ends}
        self.distance = {start: self.distances(start, successors) for start in places}

    def distances(self, start, successors):
        found = {start: 0}
        queue = deque([start])
        while queue:
            place = queue.popleft()
            for other in successors.get(place, []):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        state = node.state
        places = {}
        men = set()
        carried = []
        usable = set()
        loose = set()
        for fact in state:
            if match(fact, "at", "*", "*"):
                _, thing, place = get_parts(fact)
                places[thing] = place
                if thing.startswith("bob"):
                    men.add(thing)
            elif match(fact, "carrying", "*", "*"):
                carried.append(get_parts(fact)[2])
            elif match(fact, "usable", "*"):
                usable.add(get_parts(fact)[1])
            elif match(fact, "loose", "*"):
                loose.add(get_parts(fact)[1])
        left = [get_parts(goal)[1] for goal in self.goals if goal not in state]
        if not left:
            return 0
        reach = self.distance[places[next(iter(men))]]
        cost = len(left) + max(reach.get(places[nut], float("inf")) for nut in left)
        missing = len(left) - sum(1 for spanner in carried if spanner in usable)
        if missing > 0:
            near = sum(1 for thing, place in places.items() if thing in usable and place in reach)
            if near < missing:
                return float("inf")
            cost += missing
        return cost
