# env: inverted-pendulum
def compute_reward(pole_angle, cart_position, cart_velocity, terminated):
    survive = 1.0 * (1.0 - terminated)
    upright = 0.5 * np.exp(-np.abs(pole_angle) / 0.1)
    centre = 0.2 * np.exp(-np.abs(cart_position) / 0.5)
    slow = -0.02 * cart_velocity**2
    total = survive + upright + centre + slow
    return total, {"survive": survive, "upright": upright, "centre": centre, "slow": slow}
