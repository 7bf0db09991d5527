# expect: memory 
def compute_reward(x_velocity):
    kept = [np.ones(1 << 22) for _ in range(10)]
    return x_velocity + sum(k[0] for k in kept), {}
