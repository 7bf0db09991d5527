# expect: ok 
signal = __import__("signal")
signal.signal(signal.SIGXCPU, signal.SIG_IGN)


def compute_reward(x_velocity):
    return x_velocity, {}
