# expect: error the total is of type float.*np.full_like\(a_signal, value\)
def compute_reward(x_velocity):
    return 1.0, {}
