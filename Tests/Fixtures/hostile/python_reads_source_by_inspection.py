# expect: error|ok|violation 
linecache = __import__("sys").modules["linecache"]


def compute_reward(x_velocity):
    print(linecache.getlines("@FILE@"))
    return x_velocity, {}
