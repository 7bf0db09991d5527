# expect: error candidate.py:2: compute_reward raised SystemExit
def compute_reward(x_velocity):
    raise SystemExit(0)
