# expect: violation openat|open
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return len(open("/etc/passwd").read())
