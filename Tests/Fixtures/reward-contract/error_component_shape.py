# expect: error component "control" has shape \(256, 2\)
def compute_reward(x_velocity, action):
    return x_velocity, {"forward": x_velocity, "control": action}
