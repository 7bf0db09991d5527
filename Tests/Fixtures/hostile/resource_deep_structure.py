# expect: killed|error|memory|ok 
deep = []
for _ in range(10**6):
    deep = [deep]


def compute_reward(x_velocity):
    return x_velocity + len(repr(deep)), {}
