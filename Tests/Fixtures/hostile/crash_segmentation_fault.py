# expect: killed candidate.py:2: ended by signal SIGSEGV
def compute_reward(x_velocity):
    __import__("ctypes").string_at(0)
    return x_velocity, {}
