class FerryHeuristic:
    """The same estimate as ferry.py, from the views."""

    def __init__(self, task):
        self.target = dict(task.goal_view["at"])
        self.goals = task.goal_view["at"]

    def __call__(self, node):
        view = node.view
        [(ferry,)] = view["at-ferry"]
        cost = 0
        harbours = set()
        target = self.target
        for car, place in view["at"]:
            if place != target.get(car, place):
                cost += 3
                if place != ferry:
                    harbours.add(place)
        for (car,) in view["on"]:
            if car in target:
                cost += 1 if target[car] == ferry else 2
        return cost + len(harbours)
