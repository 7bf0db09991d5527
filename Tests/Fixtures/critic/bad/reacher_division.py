# env: reacher
# fault: run-time
# why: One over the distance, which may become zero.
def compute_reward(distance, action):
    near = 0.1 / distance
    control = -0.05 * np.sum(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
