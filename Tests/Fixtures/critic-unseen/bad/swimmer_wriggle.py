# env: swimmer
# fault: exploit
# why: Wriggling joints pay.
def compute_reward(x_velocity, joint_velocities):
    forward = 0.2 * x_velocity
    wriggle = 0.3 * np.sum(np.abs(joint_velocities), axis=-1)
    return forward + wriggle, {"forward": forward, "wriggle": wriggle}
