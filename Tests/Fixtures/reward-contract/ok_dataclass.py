# expect: ok
from dataclasses import dataclass, field

@dataclass(frozen=True)
class Weights:
    forward: float = 1.0
    bounds: tuple = field(default_factory=lambda: (-1.0, 1.0))

WEIGHTS = Weights()

def compute_reward(x_velocity):
    return WEIGHTS.forward * np.clip(x_velocity, *WEIGHTS.bounds), {}
