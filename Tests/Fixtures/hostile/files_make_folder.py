# expect: violation candidate.py:2: .*mkdir
def compute_reward(x_velocity):
    __import__("posix").mkdir("/tmp/evolve-was-here")
    return x_velocity, {}
