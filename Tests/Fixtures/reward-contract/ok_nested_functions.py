# expect: ok dense,sparse
def compute_reward(x_velocity, terminated):
    def dense():
        return np.sign(x_velocity) * 0.1

    def sparse():
        return -terminated

    return dense() + sparse(), {"dense": dense(), "sparse": sparse()}
