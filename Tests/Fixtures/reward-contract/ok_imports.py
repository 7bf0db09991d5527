# expect: ok
from __future__ import annotations
import math
import numpy
import numpy as anything
from numpy import exp, where
from typing import Dict, Tuple

def compute_reward(x_velocity) -> Tuple[numpy.ndarray, Dict[str, numpy.ndarray]]:
    slow = where(x_velocity < math.pi, exp(x_velocity - math.pi), anything.ones_like(x_velocity))
    return slow, {"slow": slow}
