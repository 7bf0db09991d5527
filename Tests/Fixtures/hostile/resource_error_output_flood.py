# expect: time 
os = __import__("os")
block = b"y" * 65536


def compute_reward(x_velocity):
    while True:
        os.write(2, block)
