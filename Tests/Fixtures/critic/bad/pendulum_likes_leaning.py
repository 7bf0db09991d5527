# env: inverted-pendulum
# fault: wrong-sign
# why: The pole's lean is squared without a minus.
def compute_reward(pole_angle, cart_position):
    upright = 10.0 * pole_angle**2
    centre = -0.1 * cart_position**2
    return upright + centre, {"upright": upright, "centre": centre}
