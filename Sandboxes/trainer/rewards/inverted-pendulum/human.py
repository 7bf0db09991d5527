"""Gymnasium's own reward for InvertedPendulum-v5: one for every step that the pole stays up."""


def compute_reward(terminated, *, survive_weight=1.0):
    survive = survive_weight * (1.0 - terminated)
    return survive, {"survive": survive}
