# expect: rejected candidate.py:1: module "os" may not be imported
import os

class H:
    def __init__(self, task):
        pass
    def __call__(self, node):
        return 0
