# env: inverted-double-pendulum
def compute_reward(terminated, tip_height, lower_velocity, upper_velocity):
    survive = 5.0 * (1.0 - terminated)
    height = -2.0 * (tip_height - 1.2)**2
    calm = -0.001 * lower_velocity**2 - 0.005 * upper_velocity**2
    return survive + height + calm, {"survive": survive, "height": height, "calm": calm}
