# expect: error returned one ndarray, expected \(total, components\)
def compute_reward(x_velocity):
    return x_velocity
