"""Rewards leaning backwards, which has nothing to do with going forward."""


def compute_reward(torso_lean, *, scale=5.0):
    lean = -np.tanh(scale * torso_lean)
    return lean, {"lean": lean}
