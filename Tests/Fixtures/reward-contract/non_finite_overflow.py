# expect: non_finite the total is inf
def compute_reward(x_velocity):
    return x_velocity.astype(np.float64) * 0 + 1e300, {}
