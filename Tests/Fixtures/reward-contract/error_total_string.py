# expect: error the total is of type str
def compute_reward(x_velocity):
    return "high", {}
