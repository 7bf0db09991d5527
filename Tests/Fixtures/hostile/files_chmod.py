# expect: violation .*chmod
os = __import__("os")


def compute_reward(x_velocity):
    os.chmod("@FILE@", 0)
    return x_velocity, {}
