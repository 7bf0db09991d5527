# expect: ok
MEMORY = {"count": 0, "sum": 0.0}

def compute_reward(x_velocity, memory):
    memory["count"] += 1
    memory["sum"] += x_velocity
    return memory["sum"] / memory["count"], {}, memory
