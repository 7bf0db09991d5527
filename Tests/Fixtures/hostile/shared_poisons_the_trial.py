# expect: non_finite|error|ok 
results = __import__("sys").modules["results"]
results._usable = lambda *a: None


def compute_reward(x_velocity):
    return x_velocity * np.nan, {}
