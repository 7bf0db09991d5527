# env: inverted-double-pendulum
# fault: units
# why: Metres and radians are added.
def compute_reward(tip_height, lower_angle, cart_position):
    upright = np.exp(-(lower_angle + cart_position)**2)
    height = 0.5 * tip_height
    return upright + height, {"upright": upright, "height": height}
