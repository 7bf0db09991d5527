# env: inverted-double-pendulum
# fault: exploit
# why: There are only costs, so that an early end is best.
def compute_reward(lower_angle, upper_angle, cart_position):
    lean = -1.0 - 5.0 * (lower_angle**2 + upper_angle**2)
    centre = -0.1 * cart_position**2
    return lean + centre, {"lean": lean, "centre": centre}
