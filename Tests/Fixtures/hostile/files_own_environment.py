# expect: violation .*openat
def compute_reward(x_velocity):
    print(open("/proc/self/environ").read())
    return x_velocity, {}
