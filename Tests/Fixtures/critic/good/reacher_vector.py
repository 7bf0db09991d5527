# env: reacher
def compute_reward(fingertip_position, target_position, action):
    gap = np.linalg.norm(fingertip_position - target_position, axis=-1)
    near = 1.0 - np.tanh(gap / 0.1)
    control = -0.05 * np.mean(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
