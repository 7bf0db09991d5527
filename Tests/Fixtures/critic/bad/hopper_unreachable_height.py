# env: hopper
# fault: dead, units
# why: A bonus begins at five metres, which nobody reaches.
def compute_reward(x_velocity, torso_height, terminated, *, start=5.0):
    forward = 1.0 * x_velocity
    survive = 1.0 - terminated
    leap = 2.0 * np.maximum(torso_height - start, 0.0)
    return forward + survive + leap, {"forward": forward, "survive": survive, "leap": leap}
