# expect: time 
class Endless(Exception):
    def __str__(self):
        while True:
            pass

def compute_reward(x_velocity):
    raise Endless
