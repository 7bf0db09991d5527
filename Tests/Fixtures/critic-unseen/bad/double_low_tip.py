# env: inverted-double-pendulum
# fault: wrong-sign
# why: A low tip is rewarded.
def compute_reward(tip_height, cart_velocity, *, height_weight=1.0):
    low = -height_weight * tip_height
    calm = -0.01 * np.abs(cart_velocity)
    return low + calm, {"low": low, "calm": calm}
