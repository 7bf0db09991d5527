# expect: violation .*setuid
os = __import__("os")


def compute_reward(x_velocity):
    os.setuid(0)
    return x_velocity, {}
