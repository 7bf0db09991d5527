# expect: error 
def compute_reward(x_velocity):
    print("\x1b]0;title\x07\x1b[2J\x9b31m\r\u202e")
    raise ValueError("\x1b]0;title\x07\x1b[2J")
