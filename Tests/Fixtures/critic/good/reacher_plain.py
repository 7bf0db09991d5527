# env: reacher
def compute_reward(distance, action, *, control_weight=0.1):
    near = -distance
    control = -control_weight * np.sum(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
