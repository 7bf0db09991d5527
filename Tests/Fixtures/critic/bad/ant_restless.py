# env: ant
# fault: wrong-sign
# why: Restless joints were to cost, and pay.
def compute_reward(x_velocity, joint_velocities, terminated, *, energy_weight=0.01):
    forward = 1.0 * x_velocity
    survive = 0.5 * (1.0 - terminated)
    energy_cost = energy_weight * np.sum(joint_velocities**2, axis=-1)
    return forward + survive + energy_cost, {"forward": forward, "survive": survive, "energy_cost": energy_cost}
