"""Lays signals out in the memory shared with the host, and writes them there."""

from __future__ import annotations

import math
import mmap
from collections.abc import Sequence
from typing import Any

from trainer.environment import Environment, Steps

import numpy as np

_ALIGNMENT = 64


def _aligned(size: int) -> int:
    return (size + _ALIGNMENT - 1) // _ALIGNMENT * _ALIGNMENT


def bytes_needed(environment: Environment, names: Sequence[str], rows: int) -> int:
    """Counts the bytes that ``rows`` rows of the named signals and the ends of episodes take."""
    total = _aligned(rows)
    for name in names:
        total += _aligned(4 * rows * math.prod(environment.signal(name).shape))
    return total


class SignalMemory:
    """Owns the mapping of the shared memory for one training: one block of float32 a signal, then the ends.

    Row ``t * N + i`` of a block is step t of copy i.
    """

    def __init__(self, mapping: mmap.mmap, environment: Environment, names: Sequence[str], rows: int) -> None:
        need = bytes_needed(environment, names, rows)
        if need > len(mapping):
            raise ValueError(
                f"{len(names)} signals of {rows} rows take {need} bytes, but the shared memory has "
                f"{len(mapping)}; start the trainer with a larger one"
            )
        self.rows = rows
        self.signals = [environment.signal(name) for name in names]
        self.blocks: list[np.ndarray] = []
        self._places: list[dict[str, Any]] = []
        offset = 0
        for signal in self.signals:
            width = math.prod(signal.shape)
            block = np.frombuffer(mapping, dtype=np.float32, count=rows * width, offset=offset)
            self.blocks.append(block)
            self._places.append({"name": signal.name, "shape": list(signal.shape), "offset": offset})
            offset += _aligned(4 * rows * width)
        self._ended = np.frombuffer(mapping, dtype=np.uint8, count=rows, offset=offset)
        self._ended_offset = offset
        self._bytes = need

    def describe(self) -> dict[str, Any]:
        """Says where everything is, for the host and the worker."""
        return {
            "capacity_rows": self.rows,
            "signals": self._places,
            "ended_offset": self._ended_offset,
            "bytes": self._bytes,
        }

    def write(self, steps: Steps, ended: np.ndarray) -> None:
        """Writes all signals of ``steps`` (T, N) and where episodes ended, (T, N) bool."""
        shape = ended.shape
        rows = math.prod(shape)
        for signal, block in zip(self.signals, self.blocks, strict=True):
            width = math.prod(signal.shape)
            block[: rows * width].reshape(*shape, *signal.shape)[...] = signal.compute(steps)
        self._ended[:rows] = ended.reshape(-1)

    def close(self) -> None:
        """Lets go of the mapping."""
        self.blocks = []
        self._ended = np.zeros(0, dtype=np.uint8)
