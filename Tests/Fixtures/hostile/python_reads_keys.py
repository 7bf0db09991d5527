# expect: error KeyError
os = __import__("os")


def compute_reward(x_velocity):
    print(dict(os.environ), [os.environb.get(k) for k in (b"EVOLVE_CANARY", b"OPENAI_API_KEY")])
    return x_velocity + float(os.environ["EVOLVE_CANARY"]), {}
