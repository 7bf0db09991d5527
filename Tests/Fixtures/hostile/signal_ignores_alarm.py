# expect: time took longer than
signal = __import__("signal")
signal.signal(signal.SIGALRM, signal.SIG_IGN)

def compute_reward(x_velocity):
    while True:
        pass
