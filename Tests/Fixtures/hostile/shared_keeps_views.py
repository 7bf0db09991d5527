# expect: ok|inconsistent 
KEPT = []


def compute_reward(x_velocity):
    KEPT[:] = [x_velocity]
    return KEPT[0], {}
