# expect: error components are of type list
def compute_reward(x_velocity):
    return x_velocity, [x_velocity]
