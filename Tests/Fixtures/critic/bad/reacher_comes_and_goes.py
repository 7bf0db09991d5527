# env: reacher
# fault: exploit
# why: Coming nearer pays, going away costs nothing.
def compute_reward(approach_velocity, *, weight=1.0):
    approach = weight * np.maximum(approach_velocity, 0.0)
    return approach, {"approach": approach}
