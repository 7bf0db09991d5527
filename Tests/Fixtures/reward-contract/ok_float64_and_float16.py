# expect: ok half
def compute_reward(x_velocity):
    return x_velocity.astype(np.float64) * 2, {"half": x_velocity.astype(np.float16)}
