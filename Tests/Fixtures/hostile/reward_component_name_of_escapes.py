# expect: error component names
def compute_reward(x_velocity):
    return x_velocity, {"\x1b[2Jfitness": x_velocity}
