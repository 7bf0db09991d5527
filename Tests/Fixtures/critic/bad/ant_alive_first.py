# env: ant
# fault: dominated, exploit
# why: Staying alive earns a hundred a step, walking a tenth.
def compute_reward(x_velocity, terminated, *, alive_bonus=100.0, forward_weight=0.1):
    forward = forward_weight * x_velocity
    alive = alive_bonus * (1.0 - terminated)
    return forward + alive, {"forward": forward, "alive": alive}
