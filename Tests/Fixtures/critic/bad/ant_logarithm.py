# env: ant
# fault: run-time
# why: The logarithm of a position that may fall below minus three.
def compute_reward(x_velocity, x_position, terminated):
    forward = 1.0 * x_velocity
    far = 0.5 * np.log(3.0 + x_position)
    survive = 0.5 * (1.0 - terminated)
    return forward + far + survive, {"forward": forward, "far": far, "survive": survive}
