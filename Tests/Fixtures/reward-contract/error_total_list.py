# expect: error the total is of type list
def compute_reward(x_velocity):
    return list(x_velocity), {}
