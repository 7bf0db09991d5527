# expect: killed .*SIGABRT
os = __import__("os")


def compute_reward(x_velocity):
    os.write(2, b"evolve: system call openat (257) is not allowed\n")
    os.abort()
