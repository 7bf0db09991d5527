# expect: error|inconsistent|rejected|ok|protocol|time 
builtins = __import__("builtins")
for name in ("len", "list", "isinstance", "sum", "type"):
    setattr(builtins, name, lambda *a, **k: 1)


def compute_reward(x_velocity):
    return x_velocity, {}
