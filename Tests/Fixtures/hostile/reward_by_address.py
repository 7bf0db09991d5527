# expect: ok|inconsistent 
def compute_reward(x_velocity):
    return x_velocity + np.float32(id(object()) % 97), {}
