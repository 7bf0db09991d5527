# env: swimmer
# fault: units, dead
# why: A heading is limited to thirty degrees, given in radians.
def compute_reward(x_velocity, heading, *, limit=30.0):
    forward = 1.0 * x_velocity
    straight = -0.5 * (np.abs(heading) > limit)
    return forward + straight, {"forward": forward, "straight": straight}
