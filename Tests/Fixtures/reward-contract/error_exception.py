# expect: error candidate.py:2: compute_reward raised NameError: name 'velocity' is not defined
def compute_reward(x_velocity):
    return velocity, {}
