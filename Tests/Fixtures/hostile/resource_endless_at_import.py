# expect: time took longer than
while True: pass

def compute_reward(x_velocity):
    return x_velocity, {}
