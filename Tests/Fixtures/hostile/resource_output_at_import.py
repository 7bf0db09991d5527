# expect: ok
print("x" * 10_000_000)

def compute_reward(x_velocity):
    return x_velocity * 1.0, {}
