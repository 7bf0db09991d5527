# expect: violation system call
thread = __import__("sys").modules["_thread"]


def compute_reward(x_velocity):
    for _ in range(10000):
        thread.start_new_thread(sum, ([1, 2, 3],))
    return x_velocity, {}
