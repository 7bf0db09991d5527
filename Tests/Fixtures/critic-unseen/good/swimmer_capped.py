# env: swimmer
def compute_reward(x_velocity, joint_velocities, *, top=0.3):
    forward = top * np.tanh(x_velocity / top)
    strain = -0.0002 * np.sum(joint_velocities**2, axis=-1)
    return forward + strain, {"forward": forward, "strain": strain}
