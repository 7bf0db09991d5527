# expect: error component names must be plain strings
def compute_reward(x_velocity):
    return x_velocity, {1: x_velocity}
