"""Gymnasium's own reward for InvertedDoublePendulum-v5: up, near the middle, high, and calm."""


def compute_reward(
    tip_position,
    tip_height,
    lower_velocity,
    upper_velocity,
    terminated,
    *,
    healthy_reward=10.0,
    position_weight=0.01,
    target_height=2.0,
    lower_weight=1e-3,
    upper_weight=5e-3,
):
    survive = healthy_reward * (1.0 - terminated)
    distance = -position_weight * tip_position**2 - (tip_height - target_height) ** 2
    velocity = -lower_weight * lower_velocity**2 - upper_weight * upper_velocity**2
    return survive + distance + velocity, {"survive": survive, "distance": distance, "velocity": velocity}
