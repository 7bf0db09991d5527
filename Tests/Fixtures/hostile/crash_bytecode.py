# expect: killed|error|time|violation|protocol|memory 
def victim():
    return 1


victim.__code__ = victim.__code__.replace(co_code=bytes([100, 255, 83, 0] * 8), co_consts=())


def compute_reward(x_velocity):
    return x_velocity * victim(), {}
