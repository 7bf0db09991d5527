# expect: inconsistent differs when called again
os = __import__("os")


def compute_reward(x_velocity):
    return x_velocity + np.float32(os.urandom(1)[0] + os.urandom(1)[0] / 256 + os.urandom(1)[0] / 65536), {}
