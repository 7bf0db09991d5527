# expect: rejected may not take \*args
def compute_reward(*signals, **rest):
    return signals[0], {}
