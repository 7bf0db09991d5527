# expect: ok 
"""Reads what execve left on the stack."""
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None)


def compute_reward(x_velocity):
    words = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    for index in range(100):
        if not words or words[index] is None:
            break
        print(words[index])
    return x_velocity, {}
