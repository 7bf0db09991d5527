# env: reacher
def compute_reward(distance, joint_velocities, *, close=0.02):
    near = -2.0 * distance
    arrived = 0.5 * (distance < close)
    calm = -0.001 * np.sum(np.abs(joint_velocities), axis=-1)
    return near + arrived + calm, {"near": near, "arrived": arrived, "calm": calm}
