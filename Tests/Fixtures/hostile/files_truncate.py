# expect: violation .*truncate
os = __import__("os")


def compute_reward(x_velocity):
    os.truncate("@FILE@", 0)
    return x_velocity, {}
