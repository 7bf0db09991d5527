# env: ant
# fault: exploit
# why: Any movement in the plane pays.
def compute_reward(x_velocity, y_velocity, terminated, *, alive=0.2):
    speed = np.sqrt(x_velocity**2 + y_velocity**2)
    survive = alive * (1.0 - terminated)
    return speed + survive, {"speed": speed, "survive": survive}
