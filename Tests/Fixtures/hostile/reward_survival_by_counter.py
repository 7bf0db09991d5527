# expect: inconsistent STEP
STEP = 0


def compute_reward(x_velocity):
    global STEP
    STEP += 1
    return x_velocity * 0 + STEP, {}
