# expect: ok
def compute_reward(x_velocity):
    weights = np.random.default_rng(7).normal(size=3)
    return x_velocity * weights[0], {}
