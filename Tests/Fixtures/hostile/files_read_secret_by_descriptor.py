# expect: violation .*openat
os = __import__("os")


def compute_reward(x_velocity):
    print(os.read(os.open("@FILE@", os.O_RDONLY), 100))
    return x_velocity, {}
