# env: walker2d
# fault: exploit
# why: Steps back are forgiven, so that rocking pays.
def compute_reward(x_velocity, terminated, *, weight=2.0):
    progress = weight * np.clip(x_velocity, 0.0, 3.0)
    survive = 0.1 * (1.0 - terminated)
    return progress + survive, {"progress": progress, "survive": survive}
