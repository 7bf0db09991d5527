# expect: error|time 
class Meta(type):
    def __getattribute__(cls, name):
        if name == "__name__":
            raise KeyError(name)
        return type.__getattribute__(cls, name)


class Strange(Exception, metaclass=Meta):
    def __str__(self):
        raise SystemExit(0)


def compute_reward(x_velocity):
    raise Strange
