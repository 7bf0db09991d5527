"""The distance alone, at each step."""


def compute_reward(distance):
    return -distance, {"distance": -distance}
