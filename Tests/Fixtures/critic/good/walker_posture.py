# env: walker2d
def compute_reward(x_velocity, torso_lean, terminated, *, lean_temperature=0.4, fall_cost=2.0):
    forward = 1.2 * x_velocity
    upright = 0.6 * np.exp(-(torso_lean / lean_temperature)**2)
    fall = -fall_cost * terminated
    return forward + upright + fall, {"forward": forward, "upright": upright, "fall": fall}
