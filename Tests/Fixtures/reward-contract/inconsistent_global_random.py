# expect: inconsistent a call changes numpy.random's global state
def compute_reward(x_velocity):
    return x_velocity + np.random.normal(size=len(x_velocity)), {}
