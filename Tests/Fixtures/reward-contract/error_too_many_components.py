# expect: error there are 40 components, at most 32
def compute_reward(x_velocity):
    return x_velocity, {f"c{i}": x_velocity for i in range(40)}
