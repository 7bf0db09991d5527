# env: ant
def compute_reward(x_velocity, torso_height, torso_upright, action, *, target=0.6):
    forward = 1.5 * x_velocity
    height = 0.2 * np.exp(-((torso_height - target) / 0.2)**2)
    upright = 0.2 * torso_upright
    effort = -0.02 * np.sum(np.abs(action), axis=-1)
    total = forward + height + upright + effort
    return total, {"forward": forward, "height": height, "upright": upright, "effort": effort}
