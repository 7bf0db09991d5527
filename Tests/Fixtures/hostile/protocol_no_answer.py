# expect: protocol exit status 91
__import__("sys").modules["json"].dumps = lambda *a, **k: 7


def compute_reward(x_velocity):
    return x_velocity, {}
