# expect: time 
def compute_reward(x_velocity):
    while True:
        print("x" * 65536)
