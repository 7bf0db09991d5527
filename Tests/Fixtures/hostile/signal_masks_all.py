# expect: time 
signal = __import__("signal")
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))


def compute_reward(x_velocity):
    while True:
        pass
