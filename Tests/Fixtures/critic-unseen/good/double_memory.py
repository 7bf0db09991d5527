# env: inverted-double-pendulum
MEMORY = {"steps": 0.0}


def compute_reward(terminated, lower_angle, memory, *, patience=100.0):
    survive = 1.0 - terminated
    lean = -2.0 * lower_angle**2
    memory["steps"] = memory["steps"] + 1.0
    steady = 0.2 * np.minimum(memory["steps"] / patience, 1.0) * (1.0 - terminated)
    return survive + lean + steady, {"survive": survive, "lean": lean, "steady": steady}, memory
