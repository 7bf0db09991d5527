# expect: violation the sandbox does not allow a system call
def compute_reward(x_velocity):
    __import__("os").system("true")
    return x_velocity, {}
