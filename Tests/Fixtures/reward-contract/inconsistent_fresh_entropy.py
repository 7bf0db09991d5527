# expect: inconsistent the total differs when called again
def compute_reward(x_velocity):
    return x_velocity + np.random.default_rng().normal(size=len(x_velocity)), {}
