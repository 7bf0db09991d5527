# expect: violation the sandbox does not allow a system call
"""Finds the instruction of the 32-bit system calls in this process's own code and jumps there: eax is 1, exit."""
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None)


def compute_reward(x_velocity):
    start = ctypes.cast(libc.printf, ctypes.c_void_p).value
    at = start + ctypes.string_at(start, 1_000_000).index(b"\xcd\x80")
    libc.printf.__class__(at)(ctypes.c_double(1.0))
    return x_velocity, {}
