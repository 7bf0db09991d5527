# env: halfcheetah
MEMORY = {"best_x": 0.0}


def compute_reward(x_velocity, x_position, memory, *, record_bonus=0.1):
    forward = 1.0 * x_velocity
    record = record_bonus * (x_position > memory["best_x"])
    memory["best_x"] = np.maximum(memory["best_x"], x_position)
    return forward + record, {"forward": forward, "record": record}, memory
