# expect: error the total has dtype bool.*astype\(np.float32\)
def compute_reward(x_velocity):
    return x_velocity > 0, {}
