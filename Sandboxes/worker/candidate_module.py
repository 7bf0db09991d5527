"""A candidate as a live module: its namespace, its entry point, its tunable constants."""

from __future__ import annotations

import linecache
import math
import sys
import types
from collections.abc import Callable

import faults
import numpy as np
from faults import Fault
from static_checks import ENTRY, Text, nearest


class Candidate:
    """Runs the text as a module named `candidate` and finds the entry point in it."""

    def __init__(self, text: Text, constants: dict[str, float]) -> None:
        """`constants` replaces defaults of tunable constants by name."""
        self.text = text
        self.module = types.ModuleType("candidate")
        self.module.__dict__.update(np=np, math=math)
        sys.modules["candidate"] = self.module
        linecache.cache[faults.FILE_NAME] = (len(text.code), None, text.code.splitlines(True), faults.FILE_NAME)
        with faults.guarded("the module's own code", text.lines):
            exec(text.compiled, self.module.__dict__)
        entry = self.module.__dict__.get(ENTRY)
        if type(entry) is not types.FunctionType:
            raise Fault("rejected", f"{ENTRY} is no longer a plain function after the module has run", text.line)
        self.entry: Callable[..., object] = entry
        self.chosen = self._chosen(constants)
        self.constants = self._defaults() | {name: float(value) for name, value in self.chosen.items()}
        self.uses_memory = bool(text.memory)
        self.signals = tuple(name for name in text.arguments if name != "memory")

    def _defaults(self) -> dict[str, float]:
        """Values of the keyword-only arguments; anything but a finite number is a fault."""
        values = getattr(self.entry, "__kwdefaults__", None) or {}
        found = {}
        for name in self.text.constants:
            value = values.get(name)
            if type(value) not in (int, float) or not math.isfinite(value):
                words = f'the tunable constant "{name}" must have a finite number as its default, not {type(value).__name__}'
                raise Fault("rejected", words, self.text.line)
            found[name] = float(value)
        return found

    def _chosen(self, constants: dict[str, float]) -> dict[str, float]:
        """The values to pass; a constant that was a whole number stays one where the new value is whole."""
        defaults = getattr(self.entry, "__kwdefaults__", None) or {}
        for name in constants:
            if name not in self.text.constants:
                raise Fault("rejected", f'there is no tunable constant "{name}"{nearest(name, list(self.text.constants))}')
        return {
            name: int(value) if type(defaults.get(name)) is int and float(value).is_integer() else float(value)
            for name, value in constants.items()
        }
