# expect: violation .*process_vm_writev
ctypes = __import__("ctypes")
libc = ctypes.CDLL(None, use_errno=True)


class Piece(ctypes.Structure):
    _fields_ = [("start", ctypes.c_void_p), ("bytes", ctypes.c_size_t)]


def compute_reward(x_velocity):
    text = ctypes.create_string_buffer(b"x" * 64)
    here, there = Piece(ctypes.addressof(text), 64), Piece(@ADDRESS@, 64)
    print(libc.syscall(311, @PARENT@, ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
    return x_velocity, {}
