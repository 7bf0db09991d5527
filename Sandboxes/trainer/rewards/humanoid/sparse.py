"""The fitness's own signal at each step: forward velocity, nothing else."""


def compute_reward(x_velocity):
    return x_velocity, {"velocity": x_velocity}
