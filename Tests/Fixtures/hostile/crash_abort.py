# expect: killed candidate.py:2: ended by signal SIGABRT
def compute_reward(x_velocity):
    __import__("os").abort()
    return x_velocity, {}
