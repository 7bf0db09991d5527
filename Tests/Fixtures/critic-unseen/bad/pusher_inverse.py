# env: pusher
# fault: run-time
# why: One over a distance.
def compute_reward(object_to_goal, hand_to_object):
    place = 0.05 / object_to_goal
    reach = -hand_to_object
    return place + reach, {"place": place, "reach": reach}
