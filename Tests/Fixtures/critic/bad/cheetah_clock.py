# env: halfcheetah
# fault: signal
# why: The passing of time pays.
def compute_reward(x_velocity, time, *, time_weight=0.2):
    forward = 1.0 * x_velocity
    patience = time_weight * time
    return forward + patience, {"forward": forward, "patience": patience}
