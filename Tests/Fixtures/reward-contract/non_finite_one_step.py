# expect: non_finite the total is nan at step 17 of 32, environment 0; signals there:.*time = 0.85
def compute_reward(x_velocity, time):
    return np.where(np.abs(time - 0.85) < 1e-3, np.nan, x_velocity), {}
