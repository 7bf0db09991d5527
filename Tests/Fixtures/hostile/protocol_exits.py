# expect: protocol ended with exit status 0 without an answer
def compute_reward(x_velocity):
    __import__("os")._exit(0)
