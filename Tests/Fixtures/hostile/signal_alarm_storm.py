# expect: ok|time|error|inconsistent 
signal = __import__("signal")
signal.signal(signal.SIGALRM, lambda *a: None)


def compute_reward(x_velocity):
    signal.setitimer(signal.ITIMER_REAL, 0.0001, 0.0001)
    signal.setitimer(signal.ITIMER_VIRTUAL, 1000, 1000)
    return x_velocity, {}
