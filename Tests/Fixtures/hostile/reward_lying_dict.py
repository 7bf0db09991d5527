# expect: error components are of type Liar
class Liar(dict):
    def items(self):
        return iter(())

def compute_reward(x_velocity):
    return x_velocity, Liar(a=x_velocity)
