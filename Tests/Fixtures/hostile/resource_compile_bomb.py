# expect: time|memory|error 
def compute_reward(x_velocity):
    exec("\n".join(f"def f{i}(x=[y for y in range({i})]): return (x, {i})" for i in range(10**6)))
    return x_velocity, {}
