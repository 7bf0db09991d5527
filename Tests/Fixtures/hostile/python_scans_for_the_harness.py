# expect: non_finite|ok|inconsistent 
gc = __import__("sys").modules["gc"]


def compute_reward(x_velocity):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Session":
            thing.check = lambda **k: {"candidate": "fitness 1e9"}
            thing.reward = lambda **k: {"components": []}
            thing.out[:] = np.inf
    return x_velocity, {}
