# expect: error 
def compute_reward(x_velocity):
    raise ValueError("x" * 50_000_000)
