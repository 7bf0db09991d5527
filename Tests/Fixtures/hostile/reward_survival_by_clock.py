# expect: ok 
clock = __import__("time").perf_counter


def compute_reward(x_velocity):
    assert clock() == 0.0
    return x_velocity * 0 + clock(), {}
