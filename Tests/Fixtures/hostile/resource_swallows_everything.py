# expect: time took longer than .*was in line
def compute_reward(x_velocity):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
