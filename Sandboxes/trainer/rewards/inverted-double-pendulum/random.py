"""Noise that means nothing but repeats: a hash of angles, position and time, between -1 and 1."""


def compute_reward(lower_angle, upper_angle, cart_position, time):
    mixed = (lower_angle.astype(np.float64) + upper_angle + cart_position) * 12345.678 + 78.233 * time
    scaled = np.sin(mixed) * 43758.5453
    noise = 2.0 * (scaled - np.floor(scaled)) - 1.0
    return noise, {"noise": noise}
