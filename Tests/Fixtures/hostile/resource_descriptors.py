# expect: error PermissionError
os = __import__("os")


def compute_reward(x_velocity):
    for _ in range(100000):
        os.dup(1)
    return x_velocity, {}
