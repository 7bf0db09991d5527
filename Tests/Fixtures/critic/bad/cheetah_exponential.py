# env: halfcheetah
# fault: run-time
# why: The exponential of a position that grows all the time.
def compute_reward(x_velocity, x_position):
    forward = 1.0 * x_velocity
    far = 0.1 * np.exp(x_position)
    return forward + far, {"forward": forward, "far": far}
