# env: swimmer
# fault: wrong-sign
# why: The weight of the speed is negative.
def compute_reward(x_velocity, action, *, forward_weight=-3.0):
    forward = forward_weight * x_velocity
    effort = -0.001 * np.sum(np.square(action), axis=-1)
    return forward + effort, {"forward": forward, "effort": effort}
