"""Gymnasium's own reward for Humanoid-v5."""


def compute_reward(
    x_velocity,
    action,
    contact_forces,
    terminated,
    *,
    forward_weight=1.25,
    healthy_reward=5.0,
    control_weight=0.1,
    contact_weight=5e-7,
    contact_limit=10.0,
):
    forward = forward_weight * x_velocity
    survive = healthy_reward * (1.0 - terminated)
    control = -control_weight * np.sum(action**2, axis=-1)
    contact = -np.minimum(contact_weight * np.sum(contact_forces**2, axis=(-2, -1)), contact_limit)
    total = forward + survive + control + contact
    return total, {"forward": forward, "survive": survive, "control": control, "contact": contact}
