# env: humanoid
def compute_reward(x_velocity, action, terminated, *, healthy=2.0):
    forward = 1.5 * x_velocity
    survive = healthy * (1.0 - terminated)
    control = -0.05 * np.sum(action**2, axis=-1)
    return forward + survive + control, {"forward": forward, "survive": survive, "control": control}
