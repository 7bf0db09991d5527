# expect: rejected relative imports
from . import harness

def compute_reward(x_velocity):
    return x_velocity, {}
