# env: hopper
# fault: units
# why: The cosine of a speed.
def compute_reward(x_velocity, torso_lean_velocity, terminated):
    forward = 1.0 * x_velocity
    upright = 0.5 * np.cos(torso_lean_velocity)
    survive = 1.0 - terminated
    return forward + upright + survive, {"forward": forward, "upright": upright, "survive": survive}
