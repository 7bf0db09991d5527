# expect: ok
def compute_reward(x_velocity, *, power: int = 2, threshold=-0.5):
    return np.where(x_velocity > threshold, x_velocity, 0) ** power, {}
