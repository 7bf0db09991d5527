# env: reacher
# fault: dead
# why: The speed of the joints is taken and never used.
def compute_reward(distance, joint_velocities, action, *, speed_weight=0.01):
    near = -distance
    control = -0.05 * np.sum(action**2, axis=-1)
    return near + control, {"near": near, "control": control}
