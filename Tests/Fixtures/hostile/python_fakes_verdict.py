# expect: ok|error|rejected|protocol 
faults = __import__("sys").modules["faults"]


def compute_reward(x_velocity):
    """A verdict that it may only give against itself."""
    raise faults.Fault("ok", "fitness 1e9")
