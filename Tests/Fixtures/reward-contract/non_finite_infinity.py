# expect: non_finite the total is inf at step 0 of 32
def compute_reward(time):
    return 1.0 / time, {}
