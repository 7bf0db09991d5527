# expect: ok|violation 
"""What the C library asks the kernel for itself."""
libc = __import__("ctypes").CDLL(None)
clock = libc.clock


def compute_reward(x_velocity):
    return x_velocity * 0 + float(clock()), {}
