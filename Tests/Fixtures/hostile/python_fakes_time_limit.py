# expect: time|error 
limit = __import__("sys").modules["time_limit"]


def compute_reward(x_velocity):
    raise limit.TimeLimit(0.0, 1)
