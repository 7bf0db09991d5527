# env: hopper
# fault: units
# why: The height's target is in centimetres.
def compute_reward(x_velocity, torso_height, terminated, *, target=125.0):
    forward = 1.0 * x_velocity
    height = -0.001 * (torso_height - target)**2
    survive = 20.0 * (1.0 - terminated)
    return forward + height + survive, {"forward": forward, "height": height, "survive": survive}
