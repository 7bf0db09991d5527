"""Near the mark, hanging still, without haste at the end."""


def compute_reward(
    distance, swing_angle, swing_velocity, load_velocity, *, swing_weight=0.1, speed_weight=0.1
):
    near = np.exp(-2.0 * distance)
    swing = -swing_weight * (swing_angle**2 + 0.1 * swing_velocity**2)
    speed = -speed_weight * near * load_velocity**2
    return near + swing + speed, {"near": near, "swing": swing, "speed": speed}
