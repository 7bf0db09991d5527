# env: inverted-pendulum
# fault: signal
# why: The angle comes from before the step.
def compute_reward(previous_pole_angle):
    upright = np.exp(-(previous_pole_angle / 0.1)**2)
    return upright, {"upright": upright}
