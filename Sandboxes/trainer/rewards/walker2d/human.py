"""Gymnasium's own reward for Walker2d-v5."""


def compute_reward(
    x_velocity, action, terminated, *, forward_weight=1.0, healthy_reward=1.0, control_weight=1e-3
):
    forward = forward_weight * x_velocity
    survive = healthy_reward * (1.0 - terminated)
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
