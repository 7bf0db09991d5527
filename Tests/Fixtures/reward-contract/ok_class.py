# expect: ok
class Term:
    def __init__(self, weight):
        self.weight = weight

    def __call__(self, value):
        return self.weight * value

TERMS = [Term(0.5), Term(1.5)]

def compute_reward(x_velocity, torso_height):
    return TERMS[0](x_velocity) + TERMS[1](torso_height), {}
