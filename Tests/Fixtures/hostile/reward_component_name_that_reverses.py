# expect: error component names
def compute_reward(x_velocity):
    return x_velocity, {"\u202essentif": x_velocity}
