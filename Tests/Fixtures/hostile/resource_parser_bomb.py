# expect: time|memory|error|killed 
def compute_reward(x_velocity):
    exec("x = " + "-" * 10**6 + "1")
    return x_velocity, {}
