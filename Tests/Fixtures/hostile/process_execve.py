# expect: violation .*execve
os = __import__("os")


def compute_reward(x_velocity):
    os.execv("/bin/true", ["true"])
    return x_velocity, {}
