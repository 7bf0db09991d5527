# expect: time used more than|took longer than
class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        while True:
            try:
                while True: pass
            except BaseException:
                pass
