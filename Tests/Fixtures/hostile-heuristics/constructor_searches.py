# expect: time __init__ took longer than 0.1 s, stopped at line \d+; the constructor may use a tenth
from collections import deque

class H:
    """Searches in the constructor until the time is over."""
    def __init__(self, task):
        queue = deque([task.initial_state])
        while queue:
            state = queue.popleft()
            for operator in task.operators:
                if operator.applicable(state):
                    queue.append(operator.apply(state))
    def __call__(self, node):
        return 0
