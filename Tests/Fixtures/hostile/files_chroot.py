# expect: violation .*chroot
os = __import__("os")


def compute_reward(x_velocity):
    os.chroot("/")
    return x_velocity, {}
