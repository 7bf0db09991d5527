# env: swimmer
# fault: dead, units
# why: A gate that no speed opens.
def compute_reward(x_velocity, heading, *, gate=100.0):
    forward = 2.0 * x_velocity
    sprint = 5.0 * (x_velocity > gate)
    return forward + sprint, {"forward": forward, "sprint": sprint}
