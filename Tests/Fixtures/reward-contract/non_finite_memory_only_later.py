# expect: non_finite the total is nan at step 30 of 32
MEMORY = {"step": 0.0}

def compute_reward(x_velocity, time, memory):
    total = np.where(time > 1.49, np.nan, x_velocity)
    return total, {}, memory
