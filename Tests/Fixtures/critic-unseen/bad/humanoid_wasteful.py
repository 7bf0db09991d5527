# env: humanoid
# fault: wrong-sign
# why: Squared controls are a bonus.
def compute_reward(x_velocity, action, terminated, *, effort_weight=0.5):
    forward = 1.25 * x_velocity
    alive = 2.0 * (1.0 - terminated)
    effort = effort_weight * np.sum(action * action, axis=-1)
    return forward + alive + effort, {"forward": forward, "alive": alive, "effort": effort}
