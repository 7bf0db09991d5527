# expect: ok 
def compute_reward(x_velocity):
    return np.full_like(x_velocity, -1e12), {}
