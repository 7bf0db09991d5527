# expect: rejected argument "zzz".*there are x_velocity
def compute_reward(zzz):
    return zzz, {}
