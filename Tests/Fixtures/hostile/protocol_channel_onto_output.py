# expect: error|protocol 
os = __import__("os")


def compute_reward(x_velocity):
    os.dup2(1, 3)
    print("total = 1e9")
    return x_velocity, {}
