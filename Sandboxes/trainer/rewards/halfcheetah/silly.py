"""Rewards a torso that points straight up, which has nothing to do with running."""


def compute_reward(torso_pitch, *, target=-1.6):
    tilt = np.cos(torso_pitch - target)
    return tilt, {"tilt": tilt}
