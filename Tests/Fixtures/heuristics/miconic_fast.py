class MiconicHeuristic:
    """The same estimate as miconic.py, from the views: who waits, who rides, and where they want to go."""

    def __init__(self, task):
        wanted = {passenger for (passenger,) in task.goal_view["served"]}
        self.destination = {p: floor for p, floor in task.static_view["destin"] if p in wanted}
        self.everybody = len(wanted) == len(task.objects_of["passenger"])
        self.wanted = wanted

    def __call__(self, node):
        view = node.view
        destination = self.destination
        if self.everybody:
            waiting = dict(view["origin"])
            riding = [passenger for (passenger,) in view["boarded"]]
        else:
            waiting = {p: floor for p, floor in view["origin"] if p in self.wanted}
            riding = [passenger for (passenger,) in view["boarded"] if passenger in self.wanted]
        floors = set(waiting.values())
        floors.update(map(destination.__getitem__, waiting))
        floors.update(map(destination.__getitem__, riding))
        for (floor,) in view["lift-at"]:
            floors.discard(floor)
        return 2 * len(waiting) + len(riding) + len(floors)
