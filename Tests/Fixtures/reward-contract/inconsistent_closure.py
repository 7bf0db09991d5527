# expect: inconsistent a call changes step
def make():
    count = 0
    def step():
        nonlocal count
        count += 1
        return count
    return step

step = make()

def compute_reward(x_velocity):
    step()
    return x_velocity, {}
