# env: reacher
def compute_reward(distance, previous_distance, joint_velocities, *, progress_weight=20.0):
    progress = progress_weight * (previous_distance - distance)
    near = -1.0 * distance
    calm = -0.0005 * np.sum(joint_velocities**2, axis=-1)
    return progress + near + calm, {"progress": progress, "near": near, "calm": calm}
