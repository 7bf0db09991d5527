# expect: error the total is of type float.*np.full\(256, value\)
def compute_reward(x_velocity):
    return 1.0, {}
