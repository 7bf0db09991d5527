# expect: violation .*openat
def compute_reward(x_velocity):
    open("@SHMFOLDER@/new", "w").write("x")
    return x_velocity, {}
