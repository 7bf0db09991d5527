"""Rewards poles that stay up and nothing else."""


def compute_reward(terminated, *, survive_weight=1.0):
    survive = survive_weight * (1.0 - terminated)
    return survive, {"survive": survive}
