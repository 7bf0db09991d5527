# env: halfcheetah
def compute_reward(x_velocity, action, previous_action, z_velocity, *, top_speed=4.0):
    forward = np.tanh(x_velocity / top_speed) * top_speed
    smooth = -0.02 * np.sum((action - previous_action)**2, axis=-1)
    bounce = -0.02 * z_velocity**2
    return forward + smooth + bounce, {"forward": forward, "smooth": smooth, "bounce": bounce}
