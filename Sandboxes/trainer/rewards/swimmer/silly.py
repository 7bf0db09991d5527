"""Rewards turning on the spot, which has nothing to do with swimming forward."""


def compute_reward(heading_velocity, *, limit=4.0):
    turn = np.clip(np.abs(heading_velocity), 0.0, limit)
    return turn, {"turn": turn}
