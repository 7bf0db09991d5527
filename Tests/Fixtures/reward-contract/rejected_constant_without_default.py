# expect: rejected tunable constant "weight" needs a number
def compute_reward(x_velocity, *, weight):
    return weight * x_velocity, {}
