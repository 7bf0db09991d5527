# env: halfcheetah
# fault: dead
# why: A cost of falling, where no episode ends early.
def compute_reward(x_velocity, terminated, action, *, fall_cost=10.0):
    forward = 1.0 * x_velocity
    fall = -fall_cost * terminated
    control = -0.1 * np.sum(action**2, axis=-1)
    return forward + fall + control, {"forward": forward, "fall": fall, "control": control}
