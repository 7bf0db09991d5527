"""Rewards turning on the spot, which has nothing to do with walking."""


def compute_reward(torso_angular_velocity, *, limit=5.0):
    spin = np.clip(np.abs(torso_angular_velocity[..., 2]), 0.0, limit)
    return spin, {"spin": spin}
