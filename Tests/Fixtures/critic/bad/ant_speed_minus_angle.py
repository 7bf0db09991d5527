# env: ant
# fault: units
# why: An angle is taken from a speed.
def compute_reward(x_velocity, torso_heading, terminated):
    forward = np.tanh(x_velocity - torso_heading)
    survive = 0.5 * (1.0 - terminated)
    return forward + survive, {"forward": forward, "survive": survive}
