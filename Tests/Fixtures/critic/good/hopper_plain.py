# env: hopper
def compute_reward(x_velocity, action, terminated, *, healthy=1.0, control_weight=0.001):
    forward = 1.0 * x_velocity
    survive = healthy * (1.0 - terminated)
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
