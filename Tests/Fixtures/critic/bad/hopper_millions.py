# env: hopper
# fault: scale
# why: One fall outweighs millions of steps.
def compute_reward(x_velocity, terminated, *, fall_cost=1e7):
    forward = 1.0 * x_velocity
    fall = -fall_cost * terminated
    return forward + fall, {"forward": forward, "fall": fall}
