# env: halfcheetah
# fault: exploit
# why: Speed pays in either direction.
def compute_reward(x_velocity, action, *, control_weight=0.05):
    speed = np.abs(x_velocity)
    control = -control_weight * np.sum(action**2, axis=-1)
    return speed + control, {"speed": speed, "control": control}
