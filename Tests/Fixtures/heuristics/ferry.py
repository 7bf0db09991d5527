from heuristics.heuristic_base import Heuristic


class FerryHeuristic(Heuristic):
    """Board and debark for each car that is not where it should be, and a sail for each harbour that matters."""

    def __init__(self, task):
        self.target = {}
        for goal in task.goals:
            name, *words = goal.strip("()").split()
            if name == "at":
                self.target[words[0]] = words[1]

    def __call__(self, node):
        ferry = None
        places = {}
        aboard = set()
        for fact in node.state:
            parts = fact.strip("()").split()
            if parts[0] == "at-ferry":
                ferry = parts[1]
            elif parts[0] == "at":
                places[parts[1]] = parts[2]
            elif parts[0] == "on":
                aboard.add(parts[1])
        cost = 0
        harbours = set()
        for car, target in self.target.items():
            if car in aboard:
                cost += 1
                if ferry != target:
                    cost += 1
            elif places[car] != target:
                cost += 3
                if places[car] != ferry:
                    harbours.add(places[car])
        return cost + len(harbours)
