# expect: error the total has shape \(256, 2\), expected \(256,\)
def compute_reward(x_velocity, action):
    return -(action**2), {}
