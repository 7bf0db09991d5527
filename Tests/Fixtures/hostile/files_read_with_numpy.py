# expect: error candidate.py:2: compute_reward raised FileNotFoundError
def compute_reward(x_velocity):
    return x_velocity + np.loadtxt("/etc/passwd"), {}
