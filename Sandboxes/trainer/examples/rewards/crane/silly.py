"""Rewards a swinging rope, which is the opposite of rest."""


def compute_reward(swing_velocity):
    swing = np.tanh(np.abs(swing_velocity))
    return swing, {"swing": swing}
