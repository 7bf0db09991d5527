# expect: inconsistent a call changes RNG
RNG = np.random.default_rng(0)

def compute_reward(x_velocity):
    return x_velocity + RNG.normal(size=len(x_velocity)), {}
