# expect: error|violation 
sys = __import__("sys")
sys.meta_path[:] = [sys.modules["_frozen_importlib_external"].PathFinder]
sys.path_hooks[:] = [sys.modules["_frozen_importlib_external"].FileFinder.path_hook()]
sys.path[:] = ["@FOLDER@"]


def compute_reward(x_velocity):
    __import__("sqlite3")
    return x_velocity, {}
