# env: halfcheetah
# fault: exploit
# why: A lap counts whenever a line is crossed, whichever way.
MEMORY = {"side": 0.0}


def compute_reward(x_position, x_velocity, memory, *, lap_bonus=2.0):
    side = (x_position > 0.0).astype(np.float32)
    laps = lap_bonus * np.abs(side - memory["side"])
    forward = 0.02 * x_velocity
    memory["side"] = side
    return forward + laps, {"forward": forward, "laps": laps}, memory
