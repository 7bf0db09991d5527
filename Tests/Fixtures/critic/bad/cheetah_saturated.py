# env: halfcheetah
# fault: scale
# why: Any speed gives the same: the hyperbolic tangent is full at once.
def compute_reward(x_velocity, *, steepness=500.0):
    forward = np.tanh(steepness * x_velocity)
    return forward, {"forward": forward}
