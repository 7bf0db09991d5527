# env: walker2d
def compute_reward(x_velocity, action, terminated, *, healthy=1.0, control_weight=0.01):
    forward = 1.0 * x_velocity
    survive = healthy * (1.0 - terminated)
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
