# expect: ok 
"""Harmless to the sandbox; the report on the finished training has to show it."""
MEMORY = {"last": 0.0, "sum": 0.0}


def compute_reward(x_velocity, memory):
    gain = np.abs(x_velocity - memory["last"])
    total = memory["sum"] + gain
    return total, {"cycle": gain}, {"last": x_velocity * 1.0, "sum": total}
