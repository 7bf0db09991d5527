# expect: error component names
class Name(str):
    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


def compute_reward(x_velocity):
    return x_velocity, {Name("a"): x_velocity}
