# env: ant
# fault: unrelated
# why: Only the direction of the face and the sideways place count.
def compute_reward(torso_heading, y_position, *, width=0.5):
    facing = np.cos(torso_heading)
    centre = np.exp(-(y_position / width)**2)
    return facing + centre, {"facing": facing, "centre": centre}
