# env: halfcheetah
def compute_reward(x_velocity, torso_pitch, action, *, forward_weight=1.5, pitch_temperature=0.8,
                   posture_weight=0.2, control_weight=0.05):
    forward = forward_weight * x_velocity
    posture = posture_weight * np.exp(-(torso_pitch / pitch_temperature)**2)
    control = -control_weight * np.sum(action**2, axis=-1)
    total = forward + posture + control
    return total, {"forward": forward, "posture": posture, "control": control}
