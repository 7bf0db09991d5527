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


class FloortileHeuristic(Heuristic):
    """Paint each tile that is not done, go there, and change the colour where nobody has it."""

    def __init__(self, task):
        self.goals = task.goals
        neighbours = {}
        for fact in task.static:
            parts = get_parts(fact)
            if parts[0] in ("up", "down", "left", "right"):
                neighbours.setdefault(parts[1], set()).add(parts[2])
                neighbours.setdefault(parts[2], set()).add(parts[1])
        self.distance = {tile: self.distances(tile, neighbours) for tile in neighbours}

    def distances(self, start, neighbours):
        found = {start: 0}
        queue = deque([start])
        while queue:
            tile = queue.popleft()
            for other in neighbours[tile]:
                if other not in found:
                    found[other] = found[tile] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        state = node.state
        robots = []
        colours = set()
        painted = {}
        for fact in state:
            if match(fact, "robot-at", "*", "*"):
                robots.append(get_parts(fact)[2])
            elif match(fact, "robot-has", "*", "*"):
                colours.add(get_parts(fact)[2])
            elif match(fact, "painted", "*", "*"):
                _, tile, colour = get_parts(fact)
                painted[tile] = colour
        cost = 0
        needed = set()
        for goal in self.goals:
            if goal in state:
                continue
            _, tile, colour = get_parts(goal)
            if tile in painted:
                return float("inf")
            needed.add(colour)
            cost += 1 + max(0, min(self.distance[robot][tile] for robot in robots) - 1)
            if f"(clear {tile})" not in state:
                cost += 1
        return cost + len(needed - colours)
