# expect: non_finite the total is inf
sys = __import__("sys")
json = sys.modules["json"]
harness = sys.modules["harness"]
dumps = json.dumps


def late(answer):
    harness._session.out[0] = np.inf
    return dumps(answer)


json.dumps = late


def compute_reward(x_velocity):
    return x_velocity, {}
