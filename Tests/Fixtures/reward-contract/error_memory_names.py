# expect: error memory returned must be a dict with exactly the names best
MEMORY = {"best": 0.0}

def compute_reward(x_velocity, memory):
    return x_velocity, {}, {"other": x_velocity}
