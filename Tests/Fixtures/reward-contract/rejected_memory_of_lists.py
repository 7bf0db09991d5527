# expect: rejected MEMORY must map names to numbers
MEMORY = {"history": []}

def compute_reward(x_velocity, memory):
    return x_velocity, {}, memory
