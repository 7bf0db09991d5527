# expect: ok
def compute_reward(x_velocity):
    return later(x_velocity), {}

def later(x):
    return x * 2
