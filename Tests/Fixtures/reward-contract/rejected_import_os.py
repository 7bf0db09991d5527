# expect: rejected candidate.py:1: module "os" may not be imported
import os

def compute_reward(x_velocity):
    return x_velocity, {}
