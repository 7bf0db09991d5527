# expect: memory candidate.py:1: the module's own code needed more memory
HUGE = [0] * (1 << 36)

def compute_reward(x_velocity):
    return x_velocity, {}
