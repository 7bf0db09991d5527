# expect: inconsistent a call changes BEST
BEST = np.zeros(1)

def compute_reward(x_velocity):
    BEST[0] = max(BEST[0], x_velocity.max())
    return x_velocity / (1 + BEST[0]), {}
