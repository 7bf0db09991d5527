# expect: error the total is of type MaskedArray
def compute_reward(x_velocity):
    return np.ma.masked_less(x_velocity, 0), {}
