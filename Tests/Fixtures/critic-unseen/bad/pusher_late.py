# env: pusher
# fault: signal
# why: Distances of the moment before.
def compute_reward(previous_object_to_goal, previous_hand_to_object):
    place = -previous_object_to_goal
    reach = -0.3 * previous_hand_to_object
    return place + reach, {"place": place, "reach": reach}
