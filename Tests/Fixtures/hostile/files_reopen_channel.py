# expect: violation .*openat
os = __import__("os")


def compute_reward(x_velocity):
    print(os.open("/proc/self/fd/3", os.O_RDWR))
    return x_velocity, {}
