# env: inverted-pendulum
def compute_reward(pole_angle, cart_position, terminated, *, angle_temperature=0.1):
    upright = np.exp(-(pole_angle / angle_temperature)**2)
    centre = -0.1 * cart_position**2
    fall = -2.0 * terminated
    return upright + centre + fall, {"upright": upright, "centre": centre, "fall": fall}
