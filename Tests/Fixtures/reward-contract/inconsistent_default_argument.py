# expect: inconsistent a call changes remember
def remember(x, seen=[]):
    seen.append(1)
    return x

def compute_reward(x_velocity):
    return remember(x_velocity), {}
