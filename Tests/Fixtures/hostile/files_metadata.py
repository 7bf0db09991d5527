# expect: error FileNotFoundError
os = __import__("os")


def compute_reward(x_velocity):
    print(os.stat("@FILE@").st_size)
    return x_velocity, {}
