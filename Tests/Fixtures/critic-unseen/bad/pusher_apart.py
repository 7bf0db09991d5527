# env: pusher
# fault: wrong-sign
# why: The cylinder is pushed away from the goal.
def compute_reward(object_to_goal, hand_to_object):
    place = 2.0 * object_to_goal
    reach = -0.5 * hand_to_object
    return place + reach, {"place": place, "reach": reach}
