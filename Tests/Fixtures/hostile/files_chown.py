# expect: violation .*chown
os = __import__("os")


def compute_reward(x_velocity):
    os.chown("@FILE@", 0, 0)
    return x_velocity, {}
