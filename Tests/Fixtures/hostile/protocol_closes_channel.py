# expect: protocol closed its channel without an answer
def compute_reward(x_velocity):
    os = __import__("os")
    for number in range(256):
        try:
            os.close(number)
        except OSError:
            pass
    while True:
        pass
