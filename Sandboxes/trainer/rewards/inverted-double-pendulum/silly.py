"""Rewards a fast cart, which has nothing to do with keeping the poles up."""


def compute_reward(cart_velocity):
    speed = np.abs(cart_velocity)
    return speed, {"speed": speed}
