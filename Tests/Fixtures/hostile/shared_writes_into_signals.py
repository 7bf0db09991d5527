# expect: error candidate.py:2: compute_reward raised ValueError.*signals are read-only
def compute_reward(x_velocity):
    x_velocity *= 2
    return x_velocity, {}
