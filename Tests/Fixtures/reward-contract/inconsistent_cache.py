# expect: inconsistent a call changes CACHE
CACHE = {}

def compute_reward(x_velocity):
    CACHE[len(CACHE)] = float(x_velocity[0])
    return x_velocity * 1.0, {}
