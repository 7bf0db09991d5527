class SatelliteHeuristic:
    """The same estimate as satellite.py, from the views."""

    def __init__(self, task):
        self.images = task.goal_view["have_image"]
        self.pointing = task.goal_view["pointing"]
        self.supporters = {}
        for instrument, mode in task.static_view["supports"]:
            self.supporters.setdefault(mode, set()).add(instrument)

    def __call__(self, node):
        view = node.view
        cost = len(self.pointing - view["pointing"])
        left = self.images - view["have_image"]
        if left:
            directions = {direction for _, direction in view["pointing"]}
            modes = set()
            for direction, mode in left:
                modes.add(mode)
                cost += 1 if direction in directions else 2
            powered = {instrument for (instrument,) in view["power_on"]}
            ready = {instrument for (instrument,) in view["calibrated"]} & powered
            for mode in modes:
                able = self.supporters.get(mode, ())
                if powered.isdisjoint(able):
                    cost += 2
                elif ready.isdisjoint(able):
                    cost += 1
        return cost
