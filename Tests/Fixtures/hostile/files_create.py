# expect: violation .*openat
def compute_reward(x_velocity):
    open("@FOLDER@/new", "w").write("x")
    return x_velocity, {}
