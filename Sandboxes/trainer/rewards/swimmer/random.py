"""Noise that means nothing but repeats: a hash of the joints and of the time, between -1 and 1."""


def compute_reward(joint_positions, time):
    mixed = np.sum(joint_positions.astype(np.float64) * 12345.678, axis=-1) + 78.233 * time
    scaled = np.sin(mixed) * 43758.5453
    noise = 2.0 * (scaled - np.floor(scaled)) - 1.0
    return noise, {"noise": noise}
