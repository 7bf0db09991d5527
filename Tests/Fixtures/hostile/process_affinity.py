# expect: violation .*sched_setaffinity
os = __import__("os")


def compute_reward(x_velocity):
    os.sched_setaffinity(0, {0})
    return x_velocity, {}
