# env: reacher
# fault: dominated
# why: The joints' speed hides the distance.
def compute_reward(distance, joint_velocities, *, near_weight=0.01, calm_weight=1.0):
    near = -near_weight * distance
    calm = -calm_weight * np.sum(joint_velocities**2, axis=-1)
    return near + calm, {"near": near, "calm": calm}
