# expect: rejected module "subprocess"
from subprocess import run

def compute_reward(x_velocity):
    return x_velocity, {}
