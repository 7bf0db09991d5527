# expect: non_finite the total is inf
def compute_reward(x_velocity):
    return np.full_like(x_velocity, np.inf), {}
