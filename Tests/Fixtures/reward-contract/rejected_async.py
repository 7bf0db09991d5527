# expect: rejected not an async one
async def compute_reward(x_velocity):
    return x_velocity, {}
