# expect: time candidate.py:[34]: compute_reward took longer than .*stopped at line [34]
def compute_reward(x_velocity):
    total = 0
    while True:
        total += 1
    return x_velocity, {}
