# expect: inconsistent a call changes compute_reward
def compute_reward(x_velocity):
    compute_reward.calls = getattr(compute_reward, "calls", 0) + 1
    return x_velocity, {}
