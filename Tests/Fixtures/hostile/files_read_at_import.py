# expect: violation candidate.py:1: .*openat
SECRET = open("/etc/hostname").read()

def compute_reward(x_velocity):
    return x_velocity, {}
