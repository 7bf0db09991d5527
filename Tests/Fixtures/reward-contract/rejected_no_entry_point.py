# expect: rejected no function compute_reward.*found only reward_fn
def reward_fn(x_velocity):
    return x_velocity, {}
