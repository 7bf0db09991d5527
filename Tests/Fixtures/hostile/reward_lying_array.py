# expect: error type Array
class Array(np.ndarray):
    shape = (256,)
    dtype = np.dtype("f4")


def compute_reward(x_velocity):
    return np.zeros(1).view(Array), {}
