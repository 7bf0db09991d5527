# expect: protocol exit status (0|91)
def refuse(event, arguments):
    raise SystemExit(0)


__import__("sys").addaudithook(refuse)


def compute_reward(x_velocity):
    return x_velocity, {}
