# expect: rejected argument "weight" has a default; put tunable constants after
def compute_reward(x_velocity, weight=1.0):
    return weight * x_velocity, {}
