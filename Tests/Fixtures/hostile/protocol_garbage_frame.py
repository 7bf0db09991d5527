# expect: protocol sent something that is no message
def compute_reward(x_velocity):
    __import__("os").write(3, b"total = 1e9")
    return x_velocity, {}
