# env: halfcheetah
def compute_reward(x_velocity, action, *, forward_weight=1.0, control_weight=0.1):
    forward = forward_weight * x_velocity
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + control, {"forward": forward, "control": control}
