# expect: violation .*unlink
os = __import__("os")


def compute_reward(x_velocity):
    os.unlink("@FILE@")
    return x_velocity, {}
