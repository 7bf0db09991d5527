# env: swimmer
def compute_reward(x_velocity, y_velocity, heading, *, temperature=1.0):
    forward = 5.0 * x_velocity
    drift = -0.5 * y_velocity**2
    straight = 0.1 * np.exp(-(heading / temperature)**2)
    return forward + drift + straight, {"forward": forward, "drift": drift, "straight": straight}
