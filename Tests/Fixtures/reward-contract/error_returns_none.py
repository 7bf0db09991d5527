# expect: error returned one NoneType
def compute_reward(x_velocity):
    total = x_velocity * 2
