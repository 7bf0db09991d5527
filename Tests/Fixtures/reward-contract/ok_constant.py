# expect: ok
def compute_reward(x_velocity):
    return np.full(len(x_velocity), 1.0), {}
