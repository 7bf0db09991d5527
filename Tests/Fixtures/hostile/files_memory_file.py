# expect: violation .*memfd_create
os = __import__("os")


def compute_reward(x_velocity):
    os.memfd_create("x")
    return x_velocity, {}
