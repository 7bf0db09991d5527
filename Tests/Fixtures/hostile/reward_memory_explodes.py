# expect: non_finite memory "power" is inf
MEMORY = {"power": 2.0}


def compute_reward(x_velocity, memory):
    power = memory["power"] * memory["power"] * 1e6
    return x_velocity, {}, {"power": power}
