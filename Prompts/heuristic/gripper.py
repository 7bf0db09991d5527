"""Drops, picks and moves that are left, with two balls a trip."""


class GripperHeuristic:
    def __init__(self, task, *, carry_cost=1, fetch_cost=2, trip_cost=2):
        self.goal_room = dict(task.goal_view["at"])  # ball -> room
        self.carry_cost, self.fetch_cost, self.trip_cost = carry_cost, fetch_cost, trip_cost

    def __call__(self, node):
        view = node.view
        carried = {ball for ball, _ in view["carry"]}
        room_of = dict(view["at"])
        ((robot,),) = view["at-robby"]  # one fact with one argument
        waiting = sum(ball not in carried and room_of[ball] != room for ball, room in self.goal_room.items())
        held = sum(ball in carried for ball in self.goal_room)
        value = self.fetch_cost * waiting + self.carry_cost * held
        # A trip for two balls; the first one starts where the robot is.
        value += self.trip_cost * ((waiting + 1) // 2)
        value += any(ball in carried and room != robot for ball, room in self.goal_room.items())
        return value
