# env: halfcheetah
# fault: dead
# why: A term is reported and never added.
def compute_reward(x_velocity, action, previous_action, *, smooth_weight=0.1):
    forward = 1.0 * x_velocity
    control = -0.1 * np.sum(action**2, axis=-1)
    smooth = -smooth_weight * np.sum((action - previous_action)**2, axis=-1)
    return forward + control, {"forward": forward, "control": control, "smooth": smooth}
