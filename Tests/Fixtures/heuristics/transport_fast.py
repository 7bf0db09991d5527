from math import inf


class TransportHeuristic:
    """The same estimate as transport.py, from the views."""

    def __init__(self, task):
        roads = {}
        for start, end in task.static_view["road"]:
            roads.setdefault(start, []).append(end)
        self.distance = {place: self.distances(place, roads) for place in roads}
        self.goals = list(task.goal_view["at"])
        self.vehicles = task.objects_of["vehicle"]

    def distances(self, start, roads):
        found = {start: 0}
        queue = [start]
        for place in queue:
            for other in roads.get(place, []):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        view = node.view
        places = dict(view["at"])
        inside = dict(view["in"])
        distance = self.distance
        coming = [distance[places[vehicle]] for vehicle in self.vehicles]
        cost = 0
        for package, goal in self.goals:
            if package in inside:
                cost += 1 + distance[places[inside[package]]].get(goal, inf)
            else:
                here = places[package]
                if here != goal:
                    nearest = inf
                    for away in coming:
                        steps = away.get(here, inf)
                        if steps < nearest:
                            nearest = steps
                    cost += 2 + distance[here].get(goal, inf) + nearest
        return cost
