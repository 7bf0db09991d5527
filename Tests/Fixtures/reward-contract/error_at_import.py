# expect: error candidate.py:1: the module's own code raised ZeroDivisionError
SCALE = 1 / 0

def compute_reward(x_velocity):
    return x_velocity, {}
