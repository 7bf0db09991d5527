# expect: violation .*(fork|clone)
def compute_reward(x_velocity):
    __import__("os").fork()
    return x_velocity, {}
