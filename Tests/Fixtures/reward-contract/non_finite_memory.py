# expect: non_finite memory "total" is inf at step 0 of 32, environment 0
MEMORY = {"total": 0.0}

def compute_reward(x_velocity, memory):
    return x_velocity, {}, {"total": memory["total"] + np.inf}
