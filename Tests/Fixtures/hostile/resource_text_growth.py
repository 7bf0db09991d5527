# expect: memory|time 
def compute_reward(x_velocity):
    text = "x"
    while True:
        text += text
    return x_velocity, {}
