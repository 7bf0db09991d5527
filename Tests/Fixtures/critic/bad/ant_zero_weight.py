# env: ant
# fault: dead
# why: The weight of the term against falling is zero.
def compute_reward(x_velocity, terminated, action, *, fall_weight=0.0):
    forward = 1.0 * x_velocity
    fall = -fall_weight * terminated
    control = -0.05 * np.sum(action**2, axis=-1)
    return forward + fall + control, {"forward": forward, "fall": fall, "control": control}
