# expect: violation .*openat
def compute_reward(x_velocity):
    print(open("@FILE@").read())
    return x_velocity, {}
