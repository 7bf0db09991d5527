"""Loads, unloads and drives that each package still needs, vehicles shared where packages go the same way."""


class LogisticsHeuristic:
    def __init__(self, task, *, load_cost=1, move_cost=1):
        self.city = dict(task.static_view["in-city"])  # place -> city
        self.airports = set(task.objects_of["airport"])
        self.goal_place = dict(task.goal_view["at"])  # package -> place
        self.airport_of = {self.city[place]: place for place in self.airports}
        self.load_cost, self.move_cost = load_cost, move_cost

    def __call__(self, node):
        place_of = dict(node.view["at"])
        vehicle_of = dict(node.view["in"])
        loads, moves = 0, set()
        for package, goal in self.goal_place.items():
            vehicle = vehicle_of.get(package)
            here = place_of[package] if vehicle is None else place_of[vehicle]
            if vehicle is None and here == goal:
                continue
            loads += 1 if vehicle is not None else 2  # to be unloaded, perhaps first loaded
            for start, end in self.legs(here, goal):
                moves.add((start, end))
                if end != goal:
                    loads += 2  # from one vehicle into the next
        return self.load_cost * loads + self.move_cost * len(moves)

    def legs(self, here, goal):
        """Ways by truck and plane from one place to another."""
        stops = [here]
        if self.city[here] != self.city[goal]:
            stops += [self.airport_of[self.city[here]], self.airport_of[self.city[goal]]]
        stops.append(goal)
        return [(start, end) for start, end in zip(stops, stops[1:]) if start != end]
