"""Finds out whether a candidate changed anything that outlives a call."""

from __future__ import annotations

import builtins
import hashlib
import math
import types

import numpy as np

_SEEN_LIMIT = 20000
_WATCHED = {"numpy": np, "math": math, "builtins": builtins, "numpy.linalg": np.linalg, "numpy.random": np.random}


class _Digest:
    """A hash of everything reachable from a value, by content; by identity where content cannot be seen."""

    def __init__(self) -> None:
        self.hash = hashlib.blake2b(digest_size=16)
        self.seen: dict[int, int] = {}
        self.kept: list[object] = []

    def add(self, value: object) -> None:
        kind = type(value)
        self.hash.update(kind.__name__.encode("utf-8", "replace"))
        if value is None or kind in (int, float, bool, complex, str, bytes):
            self.hash.update(repr(value).encode("utf-8", "backslashreplace"))
            return
        if id(value) in self.seen or len(self.seen) > _SEEN_LIMIT:
            self.hash.update(str(self.seen.get(id(value), -1)).encode())
            return
        self.seen[id(value)] = len(self.seen)
        self.kept.append(value)
        self._add_object(value, kind)

    def _add_object(self, value: object, kind: type) -> None:
        if isinstance(value, np.ndarray):
            self.hash.update(f"{value.dtype}{value.shape}".encode())
            if value.dtype.hasobject:
                self._add_all(value.ravel().tolist())
            else:
                self.hash.update(value.tobytes())
        elif isinstance(value, dict):
            for key, item in list(value.items()):
                self.add(key)
                self.add(item)
        elif isinstance(value, list | tuple):
            self._add_all(value)
        elif isinstance(value, set | frozenset):
            self._add_all(sorted(value, key=repr))
        elif isinstance(value, types.FunctionType):
            self._add_all((value.__code__, value.__defaults__, value.__kwdefaults__, value.__dict__))
            self._add_all(_cell(cell) for cell in value.__closure__ or ())
        elif isinstance(value, np.random.Generator):
            self.add(value.bit_generator.state)
        elif isinstance(value, np.random.RandomState):
            self.add(value.get_state())
        elif isinstance(value, type):
            if value.__module__ == "candidate":
                self._add_all(value.__dict__.values())
        elif isinstance(value, types.ModuleType | types.CodeType | types.BuiltinFunctionType):
            self.hash.update(str(id(value)).encode())
        else:
            self._add_instance(value, kind)

    def _add_instance(self, value: object, kind: type) -> None:
        held = getattr(value, "__dict__", None)
        if isinstance(held, dict):
            self.add(held)
        for base in kind.__mro__:
            slots = base.__dict__.get("__slots__", ())
            for slot in (slots,) if isinstance(slots, str) else slots:
                self.add(getattr(value, slot, None))
        if kind.__module__ in ("itertools", "collections", "builtins", "functools"):
            self.hash.update(repr(value).encode("utf-8", "backslashreplace")[:4096])
        if isinstance(value, types.GeneratorType):
            self.add(value.gi_frame.f_locals if value.gi_frame else None)
            self.add(value.gi_frame.f_lasti if value.gi_frame else None)

    def _add_all(self, values: object) -> None:
        for item in values:  # type: ignore[attr-defined]
            self.add(item)


def _cell(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:
        return None


def _of(value: object) -> str:
    digest = _Digest()
    digest.add(value)
    return digest.hash.hexdigest()


def snapshot(module: types.ModuleType) -> dict[str, str]:
    """Name to digest: the module's globals, numpy's random state, and what the watched modules' names stand for."""
    found = {
        name: _of(value)
        for name, value in list(vars(module).items())
        if name not in ("__builtins__", "__warningregistry__", "np", "math")
    }
    found["numpy.random's global state"] = _of(np.random.get_state())
    for label, watched in _WATCHED.items():
        for name, value in list(vars(watched).items()):
            if name not in ("__warningregistry__", "_"):
                found[f"{label}.{name}"] = str(id(value))
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """Names that differ, in order."""
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
