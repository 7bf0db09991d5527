# expect: error component "alive" is of type float
def compute_reward(x_velocity):
    return x_velocity + 1.0, {"alive": 1.0}
