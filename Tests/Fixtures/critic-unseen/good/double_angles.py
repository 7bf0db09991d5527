# env: inverted-double-pendulum
def compute_reward(lower_angle, upper_angle, cart_position, terminated):
    upright = np.exp(-(lower_angle / 0.1)**2)
    straight = 0.5 * np.exp(-(upper_angle / 0.1)**2)
    centre = -0.05 * cart_position**2
    fall = -3.0 * terminated
    total = upright + straight + centre + fall
    return total, {"upright": upright, "straight": straight, "centre": centre, "fall": fall}
