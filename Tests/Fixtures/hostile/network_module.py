# expect: error ModuleNotFoundError: module 'socket' is not available
def compute_reward(x_velocity):
    __import__("socket").create_connection(("127.0.0.1", @TCP@))
    return x_velocity, {}
