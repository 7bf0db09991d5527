# expect: error PermissionError
os = __import__("os")


def compute_reward(x_velocity):
    os.uname()
    return x_velocity, {}
