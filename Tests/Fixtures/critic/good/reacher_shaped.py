# env: reacher
def compute_reward(distance, action, *, wide=0.15, narrow=0.03):
    near = np.exp(-distance / wide)
    fine = 0.5 * np.exp(-(distance / narrow)**2)
    control = -0.02 * np.sum(action**2, axis=-1)
    return near + fine + control, {"near": near, "fine": fine, "control": control}
