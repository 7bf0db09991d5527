# expect: non_finite the total is inf
def compute_reward(x_velocity):
    return np.full(len(x_velocity), 1e300), {}
