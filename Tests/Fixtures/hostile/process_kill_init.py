# expect: violation .*kill
os = __import__("os")


def compute_reward(x_velocity):
    os.kill(1, 9)
    return x_velocity, {}
