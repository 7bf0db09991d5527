# expect: violation .*openat
def compute_reward(x_velocity):
    return x_velocity + np.loadtxt("/etc/passwd"), {}
