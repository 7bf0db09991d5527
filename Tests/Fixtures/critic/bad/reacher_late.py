# env: reacher
# fault: signal
# why: The distance before the step is all that counts.
def compute_reward(previous_distance, action):
    near = np.exp(-previous_distance / 0.1)
    control = -0.05 * np.sum(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
