# env: hopper
# fault: run-time
# why: The root of a position that may become negative.
def compute_reward(x_velocity, x_position, terminated):
    forward = 1.0 * x_velocity
    far = 0.2 * np.sqrt(x_position + 1.0)
    survive = 1.0 - terminated
    return forward + far + survive, {"forward": forward, "far": far, "survive": survive}
