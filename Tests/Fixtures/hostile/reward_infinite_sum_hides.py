# expect: non_finite the total is
def compute_reward(x_velocity):
    total = x_velocity.astype(np.float64)
    total[0], total[1] = np.inf, -np.inf
    return total, {}
