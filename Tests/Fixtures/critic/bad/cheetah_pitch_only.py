# env: halfcheetah
# fault: unrelated
# why: A level torso is all that is asked for.
def compute_reward(torso_pitch, torso_pitch_velocity):
    level = np.exp(-(torso_pitch / 0.5)**2)
    calm = 0.1 * np.exp(-(torso_pitch_velocity / 2.0)**2)
    return level + calm, {"level": level, "calm": calm}
