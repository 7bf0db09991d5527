# env: humanoid
# fault: signal
# why: The clock pays.
def compute_reward(x_velocity, time, terminated):
    forward = 1.25 * x_velocity
    endurance = 0.5 * time * (1.0 - terminated)
    return forward + endurance, {"forward": forward, "endurance": endurance}
