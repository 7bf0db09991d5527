# env: reacher
# fault: units
# why: The angles are turned into radians, which they are.
def compute_reward(distance, joint_positions):
    near = -distance
    fold = -0.1 * np.abs(np.sin(np.deg2rad(joint_positions[:, 1])))
    return near + fold, {"near": near, "fold": fold}
