"""Runs harmless candidates, so that real ones find their paths warm.

In the zygote: Python specialises code in place after some runs; done once, it need not be done in every worker. In a
spare worker that waits for its candidate: the pages that a run writes to are copied then, not later.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

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


_TYPICAL = """
def compute_reward(a, b, *, weight=1.5, width=0.1, cost=0.05):
    forward = weight * a
    control = -cost * np.sum(b**2, axis=-1)
    shape = np.exp(-(((a - 0.75) / width) ** 2))
    smooth = -0.01 * np.abs(b[:, 0] - b[:, -1])
    capped = np.clip(a, -1.0, 3.0)
    effort = -0.001 * np.max(np.abs(b), axis=-1)
    bounded = np.tanh(a) * np.where(a > 0.0, 1.0, 0.5)
    far = np.minimum(np.maximum(a, 0.0), 1.0) + np.sqrt(np.abs(a)) + np.linalg.norm(b, axis=-1)
    total = forward + control + shape + smooth + capped + effort + bounded + far
    return total, {"forward": forward, "control": control, "shape": shape, "smooth": smooth,
                   "capped": capped, "effort": effort, "bounded": bounded, "far": far}
"""

_WIDTH = 8
_ROWS = 2048
_ROUNDS = 2


def _layout(rows: int) -> dict:
    return {
        "capacity_rows": rows,
        "signals": [{"name": "a", "shape": [], "offset": 0}, {"name": "b", "shape": [_WIDTH], "offset": rows * 4}],
        "ended_offset": rows * 4 * (1 + _WIDTH),
        "bytes": rows * 4 * (1 + _WIDTH) + rows,
    }


def rehearse() -> None:
    """Checks and runs small candidates on zeros, many times; leaves no trace of them."""
    for _ in range(8):
        for code in (_PLAIN, _WITH_MEMORY, _FAULTY):
            _run(code, 8, 8, checked=True)
        _run(_TYPICAL, _ROWS // 16, 16, checked=False)
    np.random.seed(0)


def rehearse_briefly(
    begin: Callable[[memoryview, memoryview | None, float], None], handle: Callable[[bytes], bytes]
) -> None:
    """Loads and runs a candidate of usual size through the harness's own two entries, twice.

    Every run writes to other pages than the one before, until few are left that a real candidate would be the first to copy.
    """
    layout = _layout(_ROWS)
    signals = memoryview(bytes(layout["bytes"]))
    load = json.dumps({"do": "load", "code": _TYPICAL, "layout": layout, "constants": {}}).encode()
    chunk = {"do": "reward", "steps": _ROWS // 16, "environments": 16, "stream": "train", "fresh": False}
    for _ in range(_ROUNDS):
        begin(signals, None, 60.0)
        handle(load)
        handle(json.dumps(chunk).encode())
    sys.modules.pop("candidate", None)


def _run(code: str, steps: int, environments: int, *, checked: bool) -> None:
    layout = _layout(steps * environments)
    session = reward.Session(memoryview(bytes(layout["bytes"])), memoryview(bytearray(steps * environments * 4 * 16)))
    request = json.loads(json.dumps({"code": code, "layout": layout, "constants": {}}))
    time_limit.start()
    time_limit.limit(60.0)
    try:
        if checked:
            session.check(**request, signals=["a", "b"], steps=steps, environments=environments)
        session.load(**request)
        answer = session.reward(steps, environments, "train", True)
    except faults.Fault as fault:
        answer = fault.as_answer()
    json.dumps(answer).encode()
    sys.modules.pop("candidate", None)
