# expect: rejected candidate.py:2: the code does not parse
def compute_reward(x_velocity):
    return x_velocity +
