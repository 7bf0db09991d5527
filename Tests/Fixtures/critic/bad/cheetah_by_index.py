# env: halfcheetah
# fault: signal
# why: The speed is fetched from the observation by its place, and it is the wrong place.
def compute_reward(observation, action, *, control_weight=0.1):
    forward = observation[:, 9]
    control = -control_weight * np.sum(action**2, axis=-1)
    return forward + control, {"forward": forward, "control": control}
