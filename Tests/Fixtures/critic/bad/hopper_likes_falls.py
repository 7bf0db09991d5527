# env: hopper
# fault: wrong-sign
# why: A fall pays a hundred.
def compute_reward(x_velocity, terminated, *, fall_weight=100.0):
    forward = 1.0 * x_velocity
    fall = fall_weight * terminated
    return forward + fall, {"forward": forward, "fall": fall}
