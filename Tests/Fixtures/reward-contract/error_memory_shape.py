# expect: error memory "best" has shape \(4,\), expected \(8,\)
MEMORY = {"best": 0.0}

def compute_reward(x_velocity, memory):
    return x_velocity, {}, {"best": x_velocity[:4]}
