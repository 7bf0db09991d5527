# expect: error raised ModuleNotFoundError: module 'ctypes' is not available
def compute_reward(x_velocity):
    __import__("ctypes").string_at(0)
    return x_velocity, {}
