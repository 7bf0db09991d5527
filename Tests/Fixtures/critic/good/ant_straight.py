# env: ant
def compute_reward(x_velocity, y_velocity, torso_heading, terminated, *, fall_cost=3.0):
    forward = 2.0 * x_velocity
    sideways = -0.3 * np.abs(y_velocity)
    heading = 0.1 * np.cos(torso_heading)
    fall = -fall_cost * terminated
    total = forward + sideways + heading + fall
    return total, {"forward": forward, "sideways": sideways, "heading": heading, "fall": fall}
