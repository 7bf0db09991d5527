# expect: memory __call__ needed more memory
class H:
    def __init__(self, task):
        self.kept = []
    def __call__(self, node):
        while True:
            self.kept.append(bytearray(1 << 22))
