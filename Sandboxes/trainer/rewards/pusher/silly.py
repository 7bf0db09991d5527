"""Rewards a hand far from the cylinder, which has nothing to do with pushing it."""


def compute_reward(hand_to_object):
    return hand_to_object, {"far": hand_to_object}
