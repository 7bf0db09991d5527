# expect: error candidate.py:2: compute_reward raised RecursionError
def deeper(x):
    return deeper(x) + 1

def compute_reward(x_velocity):
    return deeper(x_velocity), {}
