# expect: error raised ModuleNotFoundError: module 'sqlite3' is not available
def compute_reward(x_velocity):
    __import__("sqlite3")
    return x_velocity, {}
