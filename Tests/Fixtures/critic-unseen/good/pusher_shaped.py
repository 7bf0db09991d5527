# env: pusher
def compute_reward(object_to_goal, hand_to_object, previous_object_to_goal):
    place = 2.0 * np.exp(-object_to_goal / 0.2)
    reach = 0.5 * np.exp(-hand_to_object / 0.2)
    progress = 10.0 * (previous_object_to_goal - object_to_goal)
    return place + reach + progress, {"place": place, "reach": reach, "progress": progress}
