# expect: inconsistent a call changes CALLS
CALLS = 0

def compute_reward(x_velocity):
    global CALLS
    CALLS += 1
    return x_velocity, {}
