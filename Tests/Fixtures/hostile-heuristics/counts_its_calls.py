# expect: inconsistent the estimate was \d+ at first and \d+ when asked again, on the state \(
class H:
    def __init__(self, task):
        self.calls = 0
    def __call__(self, node):
        self.calls += 1
        return self.calls
