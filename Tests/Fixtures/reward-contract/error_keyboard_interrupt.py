# expect: error compute_reward raised KeyboardInterrupt
def compute_reward(x_velocity):
    raise KeyboardInterrupt
