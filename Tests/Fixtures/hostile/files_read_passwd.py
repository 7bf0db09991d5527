# expect: violation candidate.py:2: the sandbox does not allow the system call openat
def compute_reward(x_velocity):
    open("/etc/passwd").read()
    return x_velocity, {}
