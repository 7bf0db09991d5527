# expect: error compute_reward raised EOFError
def compute_reward(x_velocity):
    return x_velocity * float(input()), {}
