# expect: error candidate.py:2: compute_reward raised UFuncTypeError
def helper(x):
    return x + "1"

def compute_reward(x_velocity):
    return helper(x_velocity), {}
