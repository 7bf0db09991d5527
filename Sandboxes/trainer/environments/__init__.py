"""Finds the environments: every module of this package that has an ``ENVIRONMENT``."""

from __future__ import annotations

import difflib
import importlib
import pkgutil

from trainer.environment import Environment


def environments() -> list[Environment]:
    """Gives every environment, in order of the modules' names."""
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        found.append(importlib.import_module(f"{__name__}.{module.name}").ENVIRONMENT)
    return found


def environment(name: str) -> Environment:
    """Finds one environment by name; a wrong name raises KeyError with the nearest ones."""
    known = {item.name: item for item in environments()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise KeyError(f"unknown environment {name!r}{hint} (known: {', '.join(known)})")
