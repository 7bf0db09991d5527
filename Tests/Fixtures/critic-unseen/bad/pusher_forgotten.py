# env: pusher
# fault: dead
# why: The goal's distance is reported only.
def compute_reward(object_to_goal, hand_to_object, action):
    place = -object_to_goal
    reach = -0.5 * hand_to_object
    effort = -0.01 * np.sum(action**2, axis=-1)
    return reach + effort, {"place": place, "reach": reach, "effort": effort}
