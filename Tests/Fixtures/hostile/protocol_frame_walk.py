# expect: ok|inconsistent|non_finite|protocol 
sys = __import__("sys")


def compute_reward(x_velocity):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if name in ("names", "first", "again", "rows", "answer"):
                frame.f_locals[name] = None
            if hasattr(value, "out"):
                value.out[:] = np.nan
                value.components = ["fitness"]
        frame = frame.f_back
    return x_velocity, {}
