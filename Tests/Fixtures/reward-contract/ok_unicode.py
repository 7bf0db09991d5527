# expect: ok
def compute_reward(x_velocity):
    größe = x_velocity * 2  # 速度
    return größe, {"größe": größe}
