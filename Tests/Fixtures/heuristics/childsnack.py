from heuristics.heuristic_base import Heuristic


class ChildsnackHeuristic(Heuristic):
    """For each hungry child: a sandwich must be made, put on a tray, brought and served; what is done already counts less."""

    def __init__(self, task):
        self.goals = task.goals
        self.waiting = {}
        self.allergic = set()
        for fact in task.static:
            parts = fact[1:-1].split()
            if parts[0] == "waiting":
                self.waiting[parts[1]] = parts[2]
            elif parts[0] == "allergic_gluten":
                self.allergic.add(parts[1])

    def __call__(self, node):
        state = node.state
        at_kitchen = set()
        on_tray = {}
        free_of_gluten = set()
        trays = {}
        for fact in state:
            parts = fact[1:-1].split()
            if fact.startswith("(at_kitchen_sandwich "):
                at_kitchen.add(parts[1])
            elif fact.startswith("(ontray "):
                on_tray[parts[1]] = parts[2]
            elif fact.startswith("(no_gluten_sandwich "):
                free_of_gluten.add(parts[1])
            elif fact.startswith("(at "):
                trays[parts[1]] = parts[2]
        hungry = [goal[1:-1].split()[1] for goal in self.goals if goal not in state]
        careful = sum(1 for child in hungry if child in self.allergic)
        cost = len(hungry)
        places = {self.waiting[child] for child in hungry}
        cost += len(places - set(trays.values()))
        free_ready = sum(1 for sandwich in on_tray if sandwich in free_of_gluten)
        free_made = sum(1 for sandwich in at_kitchen if sandwich in free_of_gluten)
        ready, made = len(on_tray), len(at_kitchen)
        cost += 2 * max(0, len(hungry) - ready - made) + min(made, max(0, len(hungry) - ready))
        cost += 2 * max(0, careful - free_ready - free_made)
        if hungry and len(hungry) > ready and "kitchen" not in trays.values():
            cost += 1
        return cost
