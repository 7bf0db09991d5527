# expect: time took longer than
def compute_reward(x_velocity):
    total = 0
    while True:
        total += 1
    return x_velocity, {}
