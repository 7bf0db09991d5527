# expect: violation .*link
os = __import__("os")


def compute_reward(x_velocity):
    os.link("@FILE@", "@FOLDER@/other")
    return x_velocity, {}
