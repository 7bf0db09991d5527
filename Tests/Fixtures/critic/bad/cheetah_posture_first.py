# env: halfcheetah
# fault: dominated
# why: Keeping level is worth ten thousand times as much as running.
def compute_reward(x_velocity, torso_pitch, *, forward_weight=0.001, posture_weight=10.0):
    forward = forward_weight * x_velocity
    posture = posture_weight * np.exp(-(torso_pitch / 0.3)**2)
    return forward + posture, {"forward": forward, "posture": posture}
