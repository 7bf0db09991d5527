# expect: error ModuleNotFoundError
def compute_reward(x_velocity):
    __import__("urllib.request").request.urlopen("http://127.0.0.1:@TCP@/")
    return x_velocity, {}
