# expect: error the total has dtype int64
def compute_reward(x_velocity):
    return np.ones(len(x_velocity), dtype=int), {}
