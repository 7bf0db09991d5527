# expect: rejected candidate.py:2: module "ctypes"
def compute_reward(x_velocity):
    import ctypes
    return x_velocity, {}
