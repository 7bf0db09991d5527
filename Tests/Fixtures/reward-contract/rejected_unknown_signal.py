# expect: rejected candidate.py:1: argument "x_vel" is not a signal.*did you mean "x_velocity"
def compute_reward(x_vel, action):
    return x_vel, {}
