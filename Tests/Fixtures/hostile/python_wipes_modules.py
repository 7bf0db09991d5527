# expect: ok|error|protocol 
__import__("sys").modules.clear()


def compute_reward(x_velocity):
    return x_velocity, {}
