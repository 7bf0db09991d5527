# expect: error 
def compute_reward(x_velocity):
    return np.array([10**400] * len(x_velocity), dtype=object), {}
