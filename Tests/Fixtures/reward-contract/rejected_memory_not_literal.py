# expect: rejected MEMORY must be a literal
MEMORY = dict(best=0.0)

def compute_reward(x_velocity, memory):
    return x_velocity, {}, memory
