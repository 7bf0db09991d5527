# expect: error candidate.py:2: compute_reward raised ValueError.*WRITEABLE
def compute_reward(x_velocity):
    x_velocity.flags.writeable = True
    x_velocity[:] = 100.0
    return x_velocity, {}
