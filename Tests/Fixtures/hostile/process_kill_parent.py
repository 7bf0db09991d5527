# expect: violation .*kill
def compute_reward(x_velocity):
    os = __import__("os")
    os.kill(os.getppid(), 9)
    return x_velocity, {}
