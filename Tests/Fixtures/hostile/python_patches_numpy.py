# expect: inconsistent a call changes numpy.sum
def compute_reward(x_velocity):
    np.sum = lambda *a, **k: 100.0
    return x_velocity, {}
