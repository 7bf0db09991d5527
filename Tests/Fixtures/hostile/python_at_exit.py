# expect: ok 
os = __import__("os")


class Last:
    def __del__(self):
        os.abort()


LAST = Last()


def compute_reward(x_velocity):
    return x_velocity, {}
