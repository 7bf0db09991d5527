# expect: memory compute_reward needed more memory
def compute_reward(x_velocity):
    kept = []
    while True:
        kept.append(np.ones(1 << 20))
