class RoversHeuristic:
    """The same estimate as rovers.py, from the views."""

    def __init__(self, task):
        static = task.static_view
        landers = {waypoint for _, waypoint in static["at_lander"]}
        self.senders = {start for start, end in static["visible"] if end in landers}
        self.seen_from = {}
        for objective, waypoint in static["visible_from"]:
            self.seen_from.setdefault(objective, set()).add(waypoint)
        self.soil_goals = task.goal_view["communicated_soil_data"]
        self.rock_goals = task.goal_view["communicated_rock_data"]
        self.image_goals = task.goal_view["communicated_image_data"]

    def samples(self, goals, have, places, occupied):
        senders = self.senders
        near = {}
        for rover, waypoint in have:
            near[waypoint] = near.get(waypoint, False) or places[rover] in senders
        cost = samples = 0
        for (waypoint,) in goals:
            if waypoint in near:
                cost += 1 if near[waypoint] else 2
            else:
                samples += 1
                cost += 3 if waypoint in occupied else 4
        return cost, samples

    def __call__(self, node):
        view = node.view
        places = dict(view["at"])
        occupied = set(places.values())
        cost = samples = shots = 0
        goals = self.soil_goals - view["communicated_soil_data"]
        if goals:
            more, samples = self.samples(goals, view["have_soil_analysis"], places, occupied)
            cost += more
        goals = self.rock_goals - view["communicated_rock_data"]
        if goals:
            more, others = self.samples(goals, view["have_rock_analysis"], places, occupied)
            cost += more
            samples += others
        goals = self.image_goals - view["communicated_image_data"]
        if goals:
            senders = self.senders
            near = {}
            for rover, objective, mode in view["have_image"]:
                near[objective, mode] = near.get((objective, mode), False) or places[rover] in senders
            for goal in goals:
                if goal in near:
                    cost += 1 if near[goal] else 2
                else:
                    shots += 1
                    cost += 4 if occupied.isdisjoint(self.seen_from.get(goal[0], ())) else 3
        if shots:
            cost += max(0, shots - len(view["calibrated"]))
        if samples:
            cost += min(len(view["full"]), samples)
        return cost
