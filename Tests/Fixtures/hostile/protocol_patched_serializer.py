# expect: protocol|error 
json = __import__("sys").modules["json"]
json.dumps = lambda *a, **k: '{"ok":true,"components":["fitness"]}'


def compute_reward(x_velocity):
    return x_velocity, {}
