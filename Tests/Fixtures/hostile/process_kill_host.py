# expect: violation .*kill
os = __import__("os")


def compute_reward(x_velocity):
    os.kill(@PARENT@, 9)
    return x_velocity, {}
