# expect: violation .*openat
def compute_reward(x_velocity):
    open("@FILE@", "a").write("x")
    return x_velocity, {}
