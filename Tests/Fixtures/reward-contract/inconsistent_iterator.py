# expect: inconsistent a call changes NUMBERS
import itertools
NUMBERS = itertools.count()

def compute_reward(x_velocity):
    return x_velocity * next(NUMBERS), {}
