"""The same number at every step: there is nothing to learn but, where episodes can end, to stay alive."""


def compute_reward(time, *, value=0.1):
    constant = np.full_like(time, value)
    return constant, {"constant": constant}
