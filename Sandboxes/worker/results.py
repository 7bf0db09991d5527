"""What a call may return: a total, components, and memory where it is used."""

from __future__ import annotations

import dataclasses

import numpy as np
from faults import Fault

MAXIMUM_COMPONENTS = 32

LARGEST = 1e12
"""The largest size of a value: sums and squares of more do not fit the float32 of a learner."""


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a row lies, for messages: rows are step by step, `environments` rows each."""

    steps: int
    environments: int
    first_step: int = 0

    def words(self, row: int) -> str:
        """`step … of …, environment …`, both from 0."""
        return f"step {self.first_step + row // self.environments} of {self.steps}, environment {row % self.environments}"


def _vector(value: object, what: str, rows: int) -> np.ndarray:
    """`value` as it is if it is a real (rows,) array of floats."""
    if type(value) is not np.ndarray:
        remedy = "; use np.full_like(a_signal, value) or an expression of the signals" if np.isscalar(value) else ""
        raise Fault("error", f"{what} is of type {type(value).__name__}, expected a float array of shape ({rows},){remedy}")
    if value.dtype.kind != "f":
        raise Fault("error", f"{what} has dtype {value.dtype}, expected floats; use .astype(np.float32)")
    if value.shape != (rows,):
        raise Fault("error", f"{what} has shape {value.shape}, expected ({rows},): one number a row")
    return value


def _is_name(name: object) -> bool:
    return type(name) is str and 1 <= len(name) <= 64 and name.isprintable() and not set(name) & set('"\\')


def unpack(result: object, memory: dict[str, float]) -> tuple[object, dict[str, object], dict[str, object]]:
    """Total, components and memory of one call; `memory` gives the initial values, empty where none is used."""
    form = "(total, components, memory)" if memory else "(total, components)"
    length = 3 if memory else 2
    if type(result) is not tuple or len(result) != length:
        found = f"{len(result)} values" if type(result) is tuple else f"one {type(result).__name__}"
        raise Fault("error", f"compute_reward returned {found}, expected {form}")
    components, carried = result[1], result[2] if memory else {}
    if type(components) is not dict:
        raise Fault("error", f"the components are of type {type(components).__name__}, expected a dict of arrays")
    if len(components) > MAXIMUM_COMPONENTS:
        raise Fault("error", f"there are {len(components)} components, at most {MAXIMUM_COMPONENTS} are allowed")
    for name in components:
        if not _is_name(name):
            raise Fault("error", f"component names must be plain strings of 1 to 64 printable characters, not {name!r:.80}")
    if memory and (type(carried) is not dict or carried.keys() != memory.keys()):
        raise Fault("error", f"the memory returned must be a dict with exactly the names {', '.join(memory)}")
    return result[0], components, carried


def carried_memory(values: dict[str, object], initial: dict[str, float], environments: int, place: str) -> dict[str, np.ndarray]:
    """The memory returned by one call, as float32 copies of shape (environments,)."""
    kept = {}
    for name in initial:
        array = _vector(values[name], f'memory "{name}"', environments).astype(np.float32)
        bad = np.flatnonzero(~np.isfinite(array))
        if bad.size:
            raise Fault("non_finite", f'memory "{name}" is {array[bad[0]]} at {place}, environment {bad[0]}')
        kept[name] = array
    return kept


def _usable(values: np.ndarray, what: str, place: Place, signals: dict[str, np.ndarray]) -> None:
    """Faults with the first row that is not finite, or larger than `LARGEST`, and the signals there."""
    if values.size == 0 or (values.min() >= -LARGEST and values.max() <= LARGEST):
        return
    row = int(np.flatnonzero(~(np.abs(values) <= LARGEST))[0])
    seen = []
    for name, array in signals.items():
        value = np.asarray(array[row], dtype=np.float64).ravel()
        shown = ", ".join(f"{number:.4g}" for number in value[:6]) + (", …" if value.size > 6 else "")
        seen.append(f"{name} = {shown}" if value.size == 1 else f"{name} = [{shown}]")
    signals_there = f"; signals there: {'; '.join(seen[:8])}" if seen else ""
    if np.isfinite(values[row]):
        too_large = f"too large for a learner (at most {LARGEST:g})"
        raise Fault("error", f"{what} is {values[row]:g} at {place.words(row)}: {too_large}{signals_there}")
    raise Fault("non_finite", f"{what} is {values[row]} at {place.words(row)}{signals_there}")


def store(total: object, components: dict[str, object], out: np.ndarray, place: Place, signals: dict[str, np.ndarray]) -> None:
    """Checks one call's values and writes them as float32: `out[0]` total, `out[1 + k]` component k; out (1 + K, rows)."""
    rows = out.shape[1]
    for index, (name, value) in enumerate(components.items()):
        out[1 + index] = _vector(value, f'component "{name}"', rows)
    out[0] = _vector(total, "the total", rows)
    if out.size == 0 or (out.min() >= -LARGEST and out.max() <= LARGEST):
        return
    for index, name in enumerate(components):
        _usable(out[1 + index], f'component "{name}"', place, signals)
    _usable(out[0], "the total", place, signals)
