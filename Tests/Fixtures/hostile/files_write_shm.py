# expect: violation .*openat
def compute_reward(x_velocity):
    open("@SHM@", "w").write("x")
    return x_velocity, {}
