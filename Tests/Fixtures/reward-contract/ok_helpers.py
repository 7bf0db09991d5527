# expect: ok speed,posture
"""A module may say what it is for."""
SCALE = 2.0

def bell(x, centre, width):
    return np.exp(-((x - centre) / width) ** 2)

def compute_reward(x_velocity, torso_height):
    """Reward speed while upright."""
    speed = np.tanh(x_velocity / SCALE)
    posture = bell(torso_height, 0.75, 0.2)
    return speed * posture, {"speed": speed, "posture": posture}
