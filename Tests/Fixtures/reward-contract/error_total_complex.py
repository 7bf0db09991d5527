# expect: error the total has dtype complex
def compute_reward(x_velocity):
    return x_velocity * 1j, {}
