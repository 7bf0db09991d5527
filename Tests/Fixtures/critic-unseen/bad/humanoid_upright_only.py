# env: humanoid
# fault: dominated, exploit
# why: Standing is worth hundreds, walking next to nothing.
def compute_reward(x_velocity, torso_upright, terminated, *, upright_weight=300.0):
    forward = 0.2 * x_velocity
    upright = upright_weight * torso_upright
    alive = 100.0 * (1.0 - terminated)
    return forward + upright + alive, {"forward": forward, "upright": upright, "alive": alive}
