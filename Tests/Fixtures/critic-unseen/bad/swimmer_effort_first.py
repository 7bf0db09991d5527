# env: swimmer
# fault: dominated
# why: Effort outweighs all else.
def compute_reward(x_velocity, action):
    forward = 1.0 * x_velocity
    effort = -25.0 * np.sum(action**2, axis=-1)
    return forward + effort, {"forward": forward, "effort": effort}
