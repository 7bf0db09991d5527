# expect: error candidate.py:7: __call__ raised KeyError: 'nowhere'; on the state \(
class H:
    def __init__(self, task):
        self.places = {}
    def __call__(self, node):
        return self.look("nowhere")
    def look(self, place):
        return self.places[place]
