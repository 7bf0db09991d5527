# expect: rejected candidate.py:2.*indent
def compute_reward(x_velocity):
return x_velocity, {}
