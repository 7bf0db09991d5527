# expect: inconsistent differs when called again
sys = __import__("sys")


def compute_reward(x_velocity):
    """Counts calls where the comparison of the module's state does not look."""
    sys.setrecursionlimit(sys.getrecursionlimit() + 1)
    return x_velocity + sys.getrecursionlimit(), {}
