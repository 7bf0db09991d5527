# expect: non_finite component "log_height" is nan at step
def compute_reward(torso_height, x_velocity):
    log_height = np.log(torso_height - 0.6)
    return np.nan_to_num(log_height), {"log_height": log_height}
