class ChildsnackHeuristic:
    """The same estimate as childsnack.py, from the views."""

    def __init__(self, task):
        self.goals = task.goal_view["served"]
        self.waiting = dict(task.static_view["waiting"])
        self.allergic = {child for (child,) in task.static_view["allergic_gluten"]}

    def __call__(self, node):
        view = node.view
        hungry = self.goals - view["served"]
        if not hungry:
            return 0
        count = len(hungry)
        places = set()
        careful = 0
        for (child,) in hungry:
            places.add(self.waiting[child])
            if child in self.allergic:
                careful += 1
        trays = {place for _, place in view["at"]}
        cost = count + len(places - trays)
        ready, made = len(view["ontray"]), len(view["at_kitchen_sandwich"])
        cost += 2 * max(0, count - ready - made) + min(made, max(0, count - ready))
        if careful:
            free = {sandwich for (sandwich,) in view["no_gluten_sandwich"]}
            if free:
                for sandwich, _ in view["ontray"]:
                    careful -= sandwich in free
                for (sandwich,) in view["at_kitchen_sandwich"]:
                    careful -= sandwich in free
            cost += 2 * max(0, careful)
        if count > ready and "kitchen" not in trays:
            cost += 1
        return cost
