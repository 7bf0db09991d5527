# expect: ok fitness,own_reward,total
"""Components with the names of the judge's own figures stay components."""


def compute_reward(x_velocity):
    huge = x_velocity * 0 + 1e9
    return x_velocity, {"fitness": huge, "own_reward": huge, "total": huge}
