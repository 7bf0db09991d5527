# env: pusher
# fault: scale
# why: Only the last tenth of a millimetre pays.
def compute_reward(object_to_goal):
    place = np.exp(-(object_to_goal / 0.0001)**2)
    return place, {"place": place}
