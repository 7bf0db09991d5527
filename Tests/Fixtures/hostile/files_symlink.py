# expect: violation .*symlink
os = __import__("os")


def compute_reward(x_velocity):
    os.symlink("/etc/passwd", "@FOLDER@/other")
    return x_velocity, {}
