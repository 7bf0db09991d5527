# expect: violation .*pipe
os = __import__("os")


def compute_reward(x_velocity):
    for _ in range(100000):
        os.pipe()
    return x_velocity, {}
