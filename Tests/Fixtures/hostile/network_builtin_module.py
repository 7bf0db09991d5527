# expect: violation|error (socket|Error)
imp = __import__("sys").modules["_imp"]


class Spec:
    name = "_socket"
    origin = "built-in"


def compute_reward(x_velocity):
    module = imp.create_builtin(Spec)
    imp.exec_builtin(module)
    module.socket(2, 1, 0).connect(("127.0.0.1", @TCP@))
    return x_velocity, {}
