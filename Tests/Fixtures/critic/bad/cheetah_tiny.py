# env: halfcheetah
# fault: scale
# why: All values are a hundred millionth.
def compute_reward(x_velocity, action, *, scale=1e-8):
    forward = scale * x_velocity
    control = -0.1 * scale * np.sum(action**2, axis=-1)
    return forward + control, {"forward": forward, "control": control}
