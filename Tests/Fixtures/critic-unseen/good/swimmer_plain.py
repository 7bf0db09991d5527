# env: swimmer
def compute_reward(x_velocity, action, *, control_weight=0.0001):
    forward = 1.0 * x_velocity
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + control, {"forward": forward, "control": control}
