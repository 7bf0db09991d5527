# expect: rejected tunable constant "mode" must have a finite number.*not str
def compute_reward(x_velocity, *, mode="fast"):
    return x_velocity, {}
