# env: hopper
# fault: exploit
# why: Every step costs, so that falling at once is best.
def compute_reward(x_velocity, action, *, target=3.0):
    pace = -np.abs(x_velocity - target)
    effort = -0.01 * np.sum(action**2, axis=-1)
    return pace + effort, {"pace": pace, "effort": effort}
