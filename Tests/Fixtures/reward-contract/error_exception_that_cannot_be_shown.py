# expect: error compute_reward raised Mute
class Mute(Exception):
    def __str__(self):
        raise ValueError("never")

def compute_reward(x_velocity):
    raise Mute
