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


class SokobanHeuristic(Heuristic):
    """The way of each box to its place, and the robot's way to the nearest box that is not there yet."""

    def __init__(self, task):
        self.goals = task.goals
        neighbours = {}
        for fact in task.static:
            if match(fact, "adjacent", "*", "*", "*"):
                _, start, end, _ = get_parts(fact)
                neighbours.setdefault(start, set()).add(end)
        self.distance = {place: self.distances(place, neighbours) for place in neighbours}
        self.target = {}
        for goal in self.goals:
            _, box, place = get_parts(goal)
            self.target[box] = place

    def distances(self, start, neighbours):
        found = {start: 0}
        queue = deque([start])
        while queue:
            place = queue.popleft()
            for other in neighbours.get(place, ()):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        state = node.state
        assert isinstance(state, (set, frozenset))
        robot = None
        boxes = {}
        for fact in state:
            if match(fact, "at-robot", "*"):
                robot = get_parts(fact)[1]
            elif match(fact, "at", "*", "*"):
                _, box, place = get_parts(fact)
                boxes[box] = place
        cost = 0
        nearest = float("inf")
        for box, target in self.target.items():
            place = boxes[box]
            if place == target:
                continue
            cost += self.distance[place].get(target, float("inf"))
            nearest = min(nearest, self.distance[robot].get(place, float("inf")) - 1)
        return cost + nearest if cost else 0
