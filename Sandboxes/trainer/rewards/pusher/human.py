"""Gymnasium's own reward for Pusher-v5."""


def compute_reward(
    object_to_goal, hand_to_object, action, *, goal_weight=1.0, near_weight=0.5, control_weight=0.1
):
    goal = -goal_weight * object_to_goal
    near = -near_weight * hand_to_object
    control = -control_weight * np.sum(action**2, axis=-1)
    return goal + near + control, {"goal": goal, "near": near, "control": control}
