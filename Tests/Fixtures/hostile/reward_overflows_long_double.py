# expect: non_finite|error 
def compute_reward(x_velocity):
    return np.full(len(x_velocity), np.longdouble("1e4000")), {}
