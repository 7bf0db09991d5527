# expect: violation .*(fork|clone|rt_sig|pipe)
def compute_reward(x_velocity):
    __import__("os").system("true")
    return x_velocity, {}
