# expect: ok
def compute_reward(action):
    return action[:, 1], {"reversed": action[::-1, 0]}
