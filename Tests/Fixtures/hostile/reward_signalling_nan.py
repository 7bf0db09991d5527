# expect: non_finite the total is nan
def compute_reward(x_velocity):
    return np.full(len(x_velocity), 0x7F800001, np.uint32).view(np.float32), {}
