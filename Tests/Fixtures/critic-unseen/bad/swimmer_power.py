# env: swimmer
# fault: run-time, exploit
# why: A fractional power of a speed that may be negative.
def compute_reward(x_velocity, x_position):
    forward = 1.0 * x_velocity
    far = 0.1 * np.power(x_position + 2.0, 0.5)
    return forward + far, {"forward": forward, "far": far}
