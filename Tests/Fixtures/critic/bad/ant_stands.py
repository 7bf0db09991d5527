# env: ant
# fault: exploit, dominated
# why: Standing upright is nearly all there is to earn.
def compute_reward(x_velocity, torso_upright, terminated, *, forward_weight=0.02):
    forward = forward_weight * x_velocity
    upright = 2.0 * torso_upright
    alive = 1.0 - terminated
    return forward + upright + alive, {"forward": forward, "upright": upright, "alive": alive}
