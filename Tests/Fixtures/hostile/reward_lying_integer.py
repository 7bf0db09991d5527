# expect: error 
class Huge(int):
    def __float__(self):
        return 1e9


def compute_reward(x_velocity):
    return Huge(1), {}
