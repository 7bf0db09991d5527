# expect: memory compute_reward needed more memory
def compute_reward(x_velocity):
    kept = []
    while True:
        kept.append(np.empty(1 << 22))
