"""The fitness's own signal at each step: minus the distance, nothing else."""


def compute_reward(distance):
    return -distance, {"distance": -distance}
