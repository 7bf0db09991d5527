from fnmatch import fnmatch

from heuristics.heuristic_base import Heuristic


def get_parts(fact):
    """The words of a fact: "(on a b)" gives ["on", "a", "b"]."""
    return fact[1:-1].split()


def match(fact, *args):
    """Whether the words of a fact fit the patterns, in which * stands for anything."""
    parts = get_parts(fact)
    return len(parts) == len(args) and all(fnmatch(part, arg) for part, arg in zip(parts, args))


class RoversHeuristic(Heuristic):
    """One step to send each result, more to get it, and one to drive where no rover stands right."""

    def __init__(self, task):
        self.goals = task.goals
        self.landers = set()
        self.seen_from = {}
        self.visible = set()
        for fact in task.static:
            if match(fact, "at_lander", "*", "*"):
                self.landers.add(get_parts(fact)[2])
            elif match(fact, "visible_from", "*", "*"):
                _, objective, waypoint = get_parts(fact)
                self.seen_from.setdefault(objective, set()).add(waypoint)
            elif match(fact, "visible", "*", "*"):
                _, start, end = get_parts(fact)
                self.visible.add((start, end))
        self.senders = {start for start, end in self.visible if end in self.landers}

    def __call__(self, node):
        state = node.state
        places = {}
        soil, rock, images = {}, {}, {}
        calibrated = 0
        full = 0
        for fact in state:
            if match(fact, "at", "*", "*"):
                _, rover, waypoint = get_parts(fact)
                places[rover] = waypoint
            elif match(fact, "have_soil_analysis", "*", "*"):
                _, rover, waypoint = get_parts(fact)
                soil.setdefault(waypoint, []).append(rover)
            elif match(fact, "have_rock_analysis", "*", "*"):
                _, rover, waypoint = get_parts(fact)
                rock.setdefault(waypoint, []).append(rover)
            elif match(fact, "have_image", "*", "*", "*"):
                _, rover, objective, mode = get_parts(fact)
                images.setdefault((objective, mode), []).append(rover)
            elif match(fact, "calibrated", "*", "*"):
                calibrated += 1
            elif match(fact, "full", "*"):
                full += 1
        occupied = set(places.values())
        cost = 0
        shots = 0
        samples = 0
        for goal in self.goals:
            if goal in state:
                continue
            parts = get_parts(goal)
            cost += 1
            if parts[0] == "communicated_image_data":
                owners = images.get((parts[1], parts[2]), [])
                if not owners:
                    shots += 1
                    cost += 1
                    if not self.seen_from.get(parts[1], set()) & occupied:
                        cost += 1
            else:
                owners = (soil if parts[0] == "communicated_soil_data" else rock).get(parts[1], [])
                if not owners:
                    samples += 1
                    cost += 1
                    if parts[1] not in occupied:
                        cost += 1
            if not any(places[rover] in self.senders for rover in owners):
                cost += 1
        cost += max(0, shots - calibrated)
        if samples:
            cost += min(full, samples)
        return cost
