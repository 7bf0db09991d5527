# expect: error|time 
def compute_reward(x_velocity):
    error = ValueError("first")
    for _ in range(100000):
        new = ValueError("next")
        new.__cause__ = error
        error = new
    raise error
