from math import inf


class SokobanHeuristic:
    """The same estimate as sokoban.py, from the views."""

    def __init__(self, task):
        neighbours = {}
        for start, end, _ in task.static_view["adjacent"]:
            neighbours.setdefault(start, set()).add(end)
        self.distance = {place: self.distances(place, neighbours) for place in neighbours}
        self.target = dict(task.goal_view["at"])

    def distances(self, start, neighbours):
        found = {start: 0}
        queue = [start]
        for place in queue:
            for other in neighbours.get(place, ()):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        view = node.view
        distance = self.distance
        [(robot,)] = view["at-robot"]
        away = distance[robot]
        target = self.target
        cost = 0
        nearest = inf
        for box, place in view["at"]:
            goal = target.get(box, place)
            if place != goal:
                cost += distance[place].get(goal, inf)
                steps = away.get(place, inf)
                if steps < nearest:
                    nearest = steps
        return cost + nearest - 1 if cost else 0
