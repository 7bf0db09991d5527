# env: halfcheetah
# fault: exploit
# why: Busy joints earn more than running.
def compute_reward(x_velocity, joint_velocities, *, busy_weight=0.2):
    forward = 0.1 * x_velocity
    busy = busy_weight * np.mean(np.abs(joint_velocities), axis=-1)
    return forward + busy, {"forward": forward, "busy": busy}
