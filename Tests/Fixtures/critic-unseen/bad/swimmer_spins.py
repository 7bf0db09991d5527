# env: swimmer
# fault: unrelated, exploit
# why: Turning is all that counts.
def compute_reward(heading_velocity, *, limit=3.0):
    turn = np.minimum(np.abs(heading_velocity), limit)
    return turn, {"turn": turn}
