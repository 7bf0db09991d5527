# env: hopper
# fault: signal
# why: The height from before the step is rewarded, too late for the action.
def compute_reward(x_velocity, previous_torso_height, terminated):
    forward = 1.0 * x_velocity
    height = 0.5 * previous_torso_height
    survive = 0.5 * (1.0 - terminated)
    return forward + height + survive, {"forward": forward, "height": height, "survive": survive}
