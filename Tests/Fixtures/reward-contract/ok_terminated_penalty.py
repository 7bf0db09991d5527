# expect: ok
def compute_reward(x_velocity, terminated):
    return x_velocity - 10.0 * terminated, {"death": -10.0 * terminated}
