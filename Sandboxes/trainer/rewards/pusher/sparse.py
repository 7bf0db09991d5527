"""The fitness's own signal at each step: minus the distance to the goal, nothing else."""


def compute_reward(object_to_goal):
    return -object_to_goal, {"goal": -object_to_goal}
