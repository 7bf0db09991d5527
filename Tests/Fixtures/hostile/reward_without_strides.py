# expect: ok 
def compute_reward(x_velocity):
    return np.broadcast_to(np.float32(1), x_velocity.shape), {}
