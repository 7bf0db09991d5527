# expect: ok forward,control
def compute_reward(x_velocity, torso_height, action, *, forward_weight=1.0, control_weight=0.05):
    forward = forward_weight * x_velocity
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + control, {"forward": forward, "control": control}
