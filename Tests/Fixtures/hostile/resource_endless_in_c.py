# expect: time took longer than
def compute_reward(x_velocity):
    return x_velocity + sum(range(10**12)), {}
