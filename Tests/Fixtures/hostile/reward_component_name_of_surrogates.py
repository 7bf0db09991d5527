# expect: error component names
def compute_reward(x_velocity):
    return x_velocity, {"\ud800": x_velocity}
