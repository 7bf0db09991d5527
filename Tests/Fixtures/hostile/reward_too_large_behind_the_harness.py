# expect: error the total is .*too large
__import__("sys").modules["results"]._usable = lambda *a: None


def compute_reward(x_velocity):
    return np.full_like(x_velocity, 1e30), {}
