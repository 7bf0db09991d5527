# expect: error the total has dtype object
def compute_reward(x_velocity):
    return np.array([object()] * len(x_velocity)), {}
