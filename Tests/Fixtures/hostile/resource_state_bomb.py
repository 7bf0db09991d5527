# expect: time|ok|inconsistent|memory 
"""The comparison of the module's state must not be endless either."""
BIG = {i: [i] * 10 for i in range(300000)}


def compute_reward(x_velocity):
    return x_velocity, {}
