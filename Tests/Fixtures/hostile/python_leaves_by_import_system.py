# expect: error|violation 
importlib = __import__("sys").modules["_frozen_importlib_external"]


def compute_reward(x_velocity):
    importlib.SourceFileLoader("x", "@FILE@").load_module()
    return x_velocity, {}
