# env: inverted-pendulum
def compute_reward(pole_angle, pole_velocity, terminated, action):
    upright = np.cos(pole_angle) - 5.0 * pole_angle**2
    calm = -0.01 * np.abs(pole_velocity)
    survive = 1.0 - terminated
    effort = -0.005 * np.sum(action**2, axis=-1)
    total = upright + calm + survive + effort
    return total, {"upright": upright, "calm": calm, "survive": survive, "effort": effort}
