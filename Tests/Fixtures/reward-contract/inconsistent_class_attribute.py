# expect: inconsistent a call changes State
class State:
    calls = 0

def compute_reward(x_velocity):
    State.calls += 1
    return x_velocity, {}
