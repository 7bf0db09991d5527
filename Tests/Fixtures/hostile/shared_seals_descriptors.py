# expect: ok 
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)
harness = __import__("sys").modules["harness"]
libc.mmap.restype = ctypes.c_void_p
fcntl = libc.fcntl
del libc


def compute_reward(x_velocity):
    assert {fcntl(number, 1033, 15) for number in range(64)} == {-1}
    return x_velocity, {}
