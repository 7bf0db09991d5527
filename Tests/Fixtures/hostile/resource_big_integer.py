# expect: time 
__import__("sys").set_int_max_str_digits(0)

def compute_reward(x_velocity):
    str(3 ** (10 ** 8))
    return x_velocity, {}
