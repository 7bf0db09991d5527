# expect: time candidate.py:1: the module's own code took longer than
while True: pass

def compute_reward(x_velocity):
    return x_velocity, {}
