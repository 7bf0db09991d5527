# expect: violation candidate.py:3: .*openat
def compute_reward(x_velocity):
    os = __import__("os")
    os.listdir("/")
    return x_velocity, {}
