# env: halfcheetah
# fault: units
# why: The pitch is compared with ninety degrees, and comes in radians.
def compute_reward(x_velocity, torso_pitch, *, limit=90.0):
    forward = 1.0 * x_velocity
    upside_down = -2.0 * (np.abs(torso_pitch) > limit)
    return forward + upside_down, {"forward": forward, "upside_down": upside_down}
