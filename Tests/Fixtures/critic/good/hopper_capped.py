# env: hopper
def compute_reward(x_velocity, terminated, action, *, cap=3.0):
    forward = np.minimum(x_velocity, cap)
    survive = 0.5 * (1.0 - terminated)
    effort = -0.01 * np.mean(np.abs(action), axis=-1)
    return forward + survive + effort, {"forward": forward, "survive": survive, "effort": effort}
