# env: humanoid
def compute_reward(x_velocity, y_velocity, torso_upright, torso_height, terminated, *, fall_cost=5.0):
    forward = 1.5 * np.minimum(x_velocity, 2.0)
    sideways = -0.2 * np.abs(y_velocity)
    upright = 0.5 * torso_upright
    tall = 0.5 * np.exp(-((torso_height - 1.3) / 0.3)**2)
    fall = -fall_cost * terminated
    total = forward + sideways + upright + tall + fall
    return total, {"forward": forward, "sideways": sideways, "upright": upright, "tall": tall, "fall": fall}
