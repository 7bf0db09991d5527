# expect: killed|error|memory|time 
__import__("sys").setrecursionlimit(10**9)


def deeper(n):
    return [deeper(n + 1)]


def compute_reward(x_velocity):
    return x_velocity + deeper(0)[0], {}
