# expect: time 
signal = __import__("signal")
for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)


def compute_reward(x_velocity):
    while True:
        pass
