# expect: violation 
os = __import__("os")


def compute_reward(x_velocity):
    os.posix_spawn("/bin/true", ["true"], {})
    return x_velocity, {}
