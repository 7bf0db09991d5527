# env: hopper
# fault: wrong-sign
# why: The bonus for staying up is paid for falling, and only then.
def compute_reward(x_velocity, action, terminated, *, healthy=5.0):
    forward = 1.0 * x_velocity
    survive = np.where(terminated > 0.5, healthy, 0.0).astype(np.float32)
    effort = -0.001 * np.sum(action**2, axis=-1)
    return forward + survive + effort, {"forward": forward, "survive": survive, "effort": effort}
