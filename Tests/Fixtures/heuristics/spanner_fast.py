from math import inf


class SpannerHeuristic:
    """The same estimate as spanner.py, from the views; the path is walked once, in the constructor."""

    def __init__(self, task):
        successors = {}
        for start, end in task.static_view["link"]:
            successors.setdefault(start, []).append(end)
        self.distance = {place: self.distances(place, successors) for place in task.objects_of["location"]}
        self.nuts = [nut for (nut,) in task.goal_view["tightened"]]
        self.man = task.objects_of["man"][0]
        self.total = len(self.nuts)
        self.place_of_nut = {}
        self.spanners = set(task.objects_of["spanner"])

    def distances(self, start, successors):
        found = {start: 0}
        queue = [start]
        for place in queue:
            for other in successors.get(place, []):
                if other not in found:
                    found[other] = found[place] + 1
                    queue.append(other)
        return found

    def __call__(self, node):
        view = node.view
        places = dict(view["at"])
        tightened = view["tightened"]
        left = self.nuts
        if tightened:
            left = [nut for nut in left if (nut,) not in tightened]
            if not left:
                return 0
        reach = self.distance[places[self.man]]
        count = len(left)
        cost = count + max(reach.get(places[nut], inf) for nut in left)
        usable = view["usable"]
        missing = count
        for _, spanner in view["carrying"]:
            if (spanner,) in usable:
                missing -= 1
        if missing > 0:
            near = 0
            for (spanner,) in usable:
                if places.get(spanner) in reach:
                    near += 1
                    if near == missing:
                        break
            else:
                return inf
            cost += missing
        return cost
