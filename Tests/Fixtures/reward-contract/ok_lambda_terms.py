# expect: ok
TERMS = {"a": lambda x: x, "b": lambda x: -0.1 * x**2}

def compute_reward(x_velocity):
    terms = {name: term(x_velocity) for name, term in TERMS.items()}
    return sum(terms.values()), terms
