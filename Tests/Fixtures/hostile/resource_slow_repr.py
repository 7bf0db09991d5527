# expect: time|ok|inconsistent 
class Slow(dict):
    def items(self):
        while True:
            pass

    __iter__ = keys = values = items


STATE = Slow(a=1)


def compute_reward(x_velocity):
    return x_velocity, {}
