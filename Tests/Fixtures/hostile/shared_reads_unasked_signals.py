# expect: ok 
harness = __import__("sys").modules["harness"]


def compute_reward(x_velocity):
    everything = np.frombuffer(harness._session.signals_memory, np.uint8)
    return x_velocity + np.float32(everything.sum() % 7), {}
