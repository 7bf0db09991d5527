# expect: ok
def compute_reward(x_velocity):
    ratio = 1.0 / (x_velocity - x_velocity)
    return np.nan_to_num(ratio, nan=0.0, posinf=1.0, neginf=-1.0), {}
