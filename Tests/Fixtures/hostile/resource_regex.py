# expect: time 
re = __import__("sys").modules["re"]


def compute_reward(x_velocity):
    re.match("(a+)+$", "a" * 60 + "b")
    return x_velocity, {}
