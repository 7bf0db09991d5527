# expect: inconsistent differs when called again
ctypes = __import__("ctypes")
HOLDER = ctypes.create_string_buffer(8)
PLACE = ctypes.addressof(HOLDER)


def compute_reward(x_velocity):
    counter = ctypes.c_long.from_address(PLACE)
    counter.value += 1
    return x_velocity + float(counter.value), {}
