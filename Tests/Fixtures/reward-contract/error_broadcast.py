# expect: error candidate.py:2: compute_reward raised ValueError.*broadcast
def compute_reward(x_velocity, action):
    return x_velocity + action, {}
