# expect: violation .*process_vm_readv
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("bytes", ctypes.c_size_t)]


def compute_reward(x_velocity):
    text = ctypes.create_string_buffer(64)
    here, there = Piece(ctypes.addressof(text), 64), Piece(@ADDRESS@, 64)
    print(libc.syscall(310, @PARENT@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0), text.raw)
    return x_velocity, {}
