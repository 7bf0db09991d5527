# env: hopper
# fault: dominated
# why: Effort costs fifty times what hopping can earn.
def compute_reward(x_velocity, action, terminated, *, control_weight=50.0):
    forward = 1.0 * x_velocity
    survive = 1.0 - terminated
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
