"""Gymnasium's own reward for Reacher-v5."""


def compute_reward(distance, action, *, distance_weight=1.0, control_weight=1.0):
    near = -distance_weight * distance
    control = -control_weight * np.sum(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
