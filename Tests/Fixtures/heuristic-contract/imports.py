# expect: ok
import heapq
import itertools
import math
import re
from collections import defaultdict, deque
from fnmatch import fnmatch
from functools import lru_cache

from heuristics.heuristic_base import Heuristic
from task import Operator, Task


class ImportHeuristic(Heuristic):
    """What published heuristics import is there, and fnmatch means what it always meant."""

    def __init__(self, task: Task, *, weight=2):
        super().__init__(task)
        self.weight = weight
        self.goals = task.goals
        for name, pattern, fits in [
            ("block", "b*", True), ("block", "*", True), ("block", "b?ock", True), ("block", "b?", False),
            ("b1", "b[0-3]", True), ("b7", "b[0-3]", False), ("b7", "b[!0-3]", True), ("", "*", True), ("", "?", False),
            ("abcabd", "*ab?", True), ("abcabd", "a*b*d", True), ("abcabd", "a*c", False), ("B", "b", False), ("a.b", "a.b", True),
        ]:
            assert fnmatch(name, pattern) is fits, (name, pattern)

    def __call__(self, node):
        return self.weight * len(self.goals - node.state)
