# expect: memory candidate.py:2: compute_reward needed more memory
def compute_reward(x_velocity):
    return np.ones((1 << 40,)).sum() + x_velocity, {}
