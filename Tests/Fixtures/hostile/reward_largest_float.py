# expect: error the total is 3.4e\+38 .*too large
def compute_reward(x_velocity):
    return np.full_like(x_velocity, 3.4e38), {}
