# expect: ok 
MEMORY = {"a": 0.0}
harness = __import__("sys").modules["harness"]


def compute_reward(x_velocity, memory):
    for stream in list(harness._session.memory.values()):
        for array in stream.values():
            array[:] = 1.0
    return x_velocity, {}, memory
