# expect: violation .*(fork|clone)
os = __import__("os")


def compute_reward(x_velocity):
    while True:
        os.fork()
