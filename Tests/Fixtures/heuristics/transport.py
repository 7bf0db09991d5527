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


class TransportHeuristic(Heuristic):
    """Pick up, carry along the shortest road and drop, for each package; and the nearest vehicle has to come."""

    def __init__(self, task):
        self.goals = task.goals
        roads = {}
        for fact in task.static:
            if match(fact, "road", "*", "*"):
                _, start, end = get_parts(fact)
                roads.setdefault(start, []).append(end)
        self.distance = {place: self.distances(place, roads) for place in roads}
        self.goal_place = {}
        for goal in self.goals:
            _, package, place = get_parts(goal)
            self.goal_place[package] = place

    def distances(self, start, roads):
        found = {start: 0}
        queue = deque([start])
        while queue:
            place = queue.popleft()
            for other in roads.get(place, []):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        places = {}
        inside = {}
        vehicles = set()
        for fact in node.state:
            if match(fact, "at", "*", "*"):
                _, thing, place = get_parts(fact)
                places[thing] = place
            elif match(fact, "in", "*", "*"):
                _, package, vehicle = get_parts(fact)
                inside[package] = vehicle
            elif match(fact, "capacity", "*", "*"):
                vehicles.add(get_parts(fact)[1])
        cost = 0
        for package, goal in self.goal_place.items():
            if package in inside:
                cost += 1 + self.distance[places[inside[package]]].get(goal, float("inf"))
            elif places[package] != goal:
                here = places[package]
                cost += 2 + self.distance[here].get(goal, float("inf"))
                cost += min(self.distance[places[vehicle]].get(here, float("inf")) for vehicle in vehicles)
        return cost
