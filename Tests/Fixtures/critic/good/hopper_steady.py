# env: hopper
def compute_reward(x_velocity, torso_lean_velocity, terminated):
    forward = 1.5 * x_velocity
    steady = 0.3 * np.exp(-np.abs(torso_lean_velocity) / 2.0)
    survive = 0.7 * (1.0 - terminated)
    return forward + steady + survive, {"forward": forward, "steady": steady, "survive": survive}
