# expect: ok 
def compute_reward(x_velocity):
    return x_velocity.astype(">f4"), {}
