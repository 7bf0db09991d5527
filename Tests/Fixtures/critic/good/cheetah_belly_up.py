# env: halfcheetah
def compute_reward(x_velocity, torso_pitch, joint_velocities, *, flip_limit=1.8):
    forward = 2.0 * x_velocity
    flipped = -0.5 * (np.abs(torso_pitch) > flip_limit).astype(np.float32)
    strain = -0.0005 * np.sum(joint_velocities**2, axis=-1)
    return forward + flipped + strain, {"forward": forward, "flipped": flipped, "strain": strain}
