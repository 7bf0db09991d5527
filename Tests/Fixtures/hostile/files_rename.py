# expect: violation .*rename
os = __import__("os")


def compute_reward(x_velocity):
    os.rename("@FILE@", "@FOLDER@/other")
    return x_velocity, {}
