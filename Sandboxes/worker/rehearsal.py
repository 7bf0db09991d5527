"""Runs harmless candidates, so that real ones find their paths warm.

In the zygote: Python specialises code in place after some runs; done once, it need not be done in every worker. In a
spare worker that waits for its candidate: the pages that a run writes to are copied then, not later.
"""

from __future__ import annotations

import json
import sys

import faults
import numpy as np
import reward
import time_limit

_PLAIN = """
import math

def compute_reward(a, b, *, weight=1.5, width=0.1):
    forward = weight * a
    control = -0.05 * np.sum(b**2, axis=-1)
    shape = np.exp(-(((a - 0.5) / width) ** 2))
    capped = np.clip(a, -1.0, 3.0) + np.where(a > 0, np.abs(b[:, 0]), 0.0)
    return forward + control + shape + capped, {"forward": forward, "control": control, "shape": shape}
"""

_WITH_MEMORY = """
MEMORY = {"best": 0.0}

def compute_reward(a, memory):
    best = np.maximum(memory["best"], a)
    return best - memory["best"], {"best": best}, {"best": best}
"""

_FAULTY = """
def compute_reward(a):
    return a["x"], {}
"""


_ROWS, _WIDTH = 64, 4
_LAYOUT = {
    "capacity_rows": _ROWS,
    "signals": [{"name": "a", "shape": [], "offset": 0}, {"name": "b", "shape": [_WIDTH], "offset": _ROWS * 4}],
    "ended_offset": _ROWS * 4 * (1 + _WIDTH),
    "bytes": _ROWS * 4 * (1 + _WIDTH) + _ROWS,
}


def rehearse() -> None:
    """Checks and runs three small candidates on zeros, many times; leaves no trace of them."""
    for _ in range(8):
        for code in (_PLAIN, _WITH_MEMORY, _FAULTY):
            _run(code, checked=True)
    np.random.seed(0)


def rehearse_briefly() -> None:
    """Loads and runs one small candidate, once."""
    _run(_PLAIN, checked=False)


def _run(code: str, *, checked: bool) -> None:
    session = reward.Session(memoryview(bytes(_LAYOUT["bytes"])), memoryview(bytearray(_ROWS * 4 * 8)))
    request = json.loads(json.dumps({"code": code, "layout": _LAYOUT, "constants": {}}))
    time_limit.start(60.0)
    try:
        if checked:
            session.check(**request, signals=["a", "b"], steps=8, environments=8)
        session.load(**request)
        answer = session.reward(8, 8, "train", True)
    except faults.Fault as fault:
        answer = fault.as_answer()
    json.dumps(answer).encode()
    sys.modules.pop("candidate", None)
