# expect: error the total is of type float32
def compute_reward(x_velocity):
    return np.mean(x_velocity), {}
