# env: pusher
def compute_reward(object_to_goal, hand_to_object, action):
    place = -object_to_goal
    reach = -0.5 * hand_to_object
    control = -0.01 * np.sum(action**2, axis=-1)
    return place + reach + control, {"place": place, "reach": reach, "control": control}
