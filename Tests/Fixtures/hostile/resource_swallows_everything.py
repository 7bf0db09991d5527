# expect: time took longer than
def compute_reward(x_velocity):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
