# expect: error component names
def compute_reward(x_velocity):
    return x_velocity, {"x" * 1_000_000: x_velocity}
