# env: ant
# fault: units, signal, dead
# why: The clock is in seconds and compared with steps.
def compute_reward(x_velocity, time, terminated, *, late=500):
    forward = 1.0 * x_velocity
    survive = 0.5 * (1.0 - terminated)
    late_bonus = 1.0 * (time > late)
    return forward + survive + late_bonus, {"forward": forward, "survive": survive, "late_bonus": late_bonus}
