# env: ant
def compute_reward(x_velocity, action, terminated, *, healthy=0.5, control_weight=0.05):
    forward = 1.0 * x_velocity
    survive = healthy * (1.0 - terminated)
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
