class BlocksworldHeuristic:
    """The same estimate as blocksworld.py, from the views; goals are looked at from the bottom of each tower upwards."""

    def __init__(self, task):
        below = {upper: lower for upper, lower in task.goal_view["on"]}
        below |= {block: "table" for (block,) in task.goal_view["on-table"]}
        order = []
        done = set()
        for block in below:
            chain = []
            while block in below and block not in done:
                chain.append(block)
                done.add(block)
                block = below[block]
            order.append(chain)
        above = {}
        self.order = []
        ranked = sorted(below, key=lambda block: self.depth(block, below))
        self.order = [(block, below[block], below[block] in below) for block in ranked]

    def depth(self, block, below):
        steps = 0
        while block in below and steps <= len(below):
            block = below[block]
            steps += 1
        return steps

    def __call__(self, node):
        view = node.view
        below = dict(view["on"])
        cost = 0
        unsettled = set()
        for block, target, is_chained in self.order:
            if is_chained and target in unsettled:
                pass
            elif below.get(block, "") == target:
                continue
            elif target == "table" and (block,) in view["on-table"]:
                continue
            unsettled.add(block)
            cost += 2
            if target != "table" and (target,) not in view["clear"]:
                cost += 1
        for (block,) in view["holding"]:
            if block in unsettled:
                cost -= 1
        return cost
