from math import inf


class FloortileHeuristic:
    """The same estimate as floortile.py, from the views."""

    def __init__(self, task):
        neighbours = {}
        for name in ("up", "down", "left", "right"):
            for first, second in task.static_view[name]:
                neighbours.setdefault(first, set()).add(second)
                neighbours.setdefault(second, set()).add(first)
        self.steps = {tile: self.distances(tile, neighbours) for tile in neighbours}
        self.goals = task.goal_view["painted"]

    def distances(self, start, neighbours):
        found = {start: 0}
        queue = [start]
        for tile in queue:
            for other in neighbours[tile]:
                if other not in found:
                    found[other] = found[tile] + 1
                    queue.append(other)
        return {tile: max(0, steps - 1) for tile, steps in found.items()}

    def __call__(self, node):
        view = node.view
        left = self.goals - view["painted"]
        if not left:
            return 0
        painted = dict(view["painted"])
        clear = view["clear"]
        rows = [self.steps[tile] for _, tile in view["robot-at"]]
        cost = len(left)
        needed = set()
        for tile, colour in left:
            if tile in painted:
                return inf
            needed.add(colour)
            nearest = inf
            for row in rows:
                steps = row[tile]
                if steps < nearest:
                    nearest = steps
            cost += nearest
            if (tile,) not in clear:
                cost += 1
        for _, colour in view["robot-has"]:
            needed.discard(colour)
        return cost + len(needed)
