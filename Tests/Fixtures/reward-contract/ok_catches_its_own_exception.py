# expect: ok
def compute_reward(x_velocity):
    try:
        return x_velocity["forward"], {}
    except IndexError:
        return -x_velocity, {}
