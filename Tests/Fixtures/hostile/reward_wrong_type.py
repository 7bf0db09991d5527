# expect: error type str
def compute_reward(x_velocity):
    return "1e9", {}
