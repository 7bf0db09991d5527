# expect: time 
def compute_reward(x_velocity):
    pow(7, 10**7, 10**100000)
    return x_velocity, {}
