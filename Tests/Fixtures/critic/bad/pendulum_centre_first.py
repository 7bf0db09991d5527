# env: inverted-pendulum
# fault: dominated
# why: Where the cart is counts a million times more than whether the pole stands.
def compute_reward(pole_angle, cart_position, *, upright_weight=0.001, centre_weight=1000.0):
    upright = upright_weight * np.cos(pole_angle)
    centre = -centre_weight * cart_position**2
    return upright + centre, {"upright": upright, "centre": centre}
