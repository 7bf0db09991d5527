# env: hopper
def compute_reward(x_velocity, torso_lean, torso_height, terminated, *, lean_temperature=0.1, fall_cost=5.0):
    forward = 2.0 * x_velocity
    upright = 0.5 * np.exp(-(torso_lean / lean_temperature)**2)
    tall = 0.3 * np.tanh(torso_height - 0.7)
    fall = -fall_cost * terminated
    total = forward + upright + tall + fall
    return total, {"forward": forward, "upright": upright, "tall": tall, "fall": fall}
