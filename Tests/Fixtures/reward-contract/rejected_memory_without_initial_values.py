# expect: rejected needs a module-level MEMORY
def compute_reward(x_velocity, memory):
    return x_velocity, {}, memory
