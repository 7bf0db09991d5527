# expect: violation .*utime
os = __import__("os")


def compute_reward(x_velocity):
    os.utime("@FILE@", (0, 0))
    return x_velocity, {}
