# expect: error 
class Pair(tuple):
    def __len__(self):
        return 2


def compute_reward(x_velocity):
    return Pair((x_velocity,)), {}
