# expect: violation .*chdir
os = __import__("os")


def compute_reward(x_velocity):
    os.chdir("/")
    return x_velocity, {}
