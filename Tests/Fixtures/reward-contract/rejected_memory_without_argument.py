# expect: rejected MEMORY is defined, but compute_reward has no argument
MEMORY = {"best": 0.0}

def compute_reward(x_velocity):
    return x_velocity, {}
