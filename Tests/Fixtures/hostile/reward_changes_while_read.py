# expect: error|ok|inconsistent 
class Components(dict):
    pass


def compute_reward(x_velocity):
    components = {"a": x_velocity}
    components["b"] = np.frombuffer(bytes(4 * len(x_velocity)), np.float32)
    components.__class__ is dict
    return x_velocity, components
