# env: reacher
# fault: unrelated
# why: A fast shoulder has nothing to do with reaching.
def compute_reward(joint_velocities, *, limit=10.0):
    speed = np.clip(np.abs(joint_velocities[:, 0]), 0.0, limit)
    return speed, {"speed": speed}
