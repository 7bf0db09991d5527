"""Finds the environments: every module of this package that has an ``ENVIRONMENT``, and those of users."""

from __future__ import annotations

import difflib
import functools
import importlib
import pkgutil

from trainer.environment import Environment


def environments() -> list[Environment]:
    """Gives every environment that ships, in order of the modules' names."""
    found = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda item: item.name):
        found.append(importlib.import_module(f"{__name__}.{module.name}").ENVIRONMENT)
    return found


@functools.cache
def environment(name: str) -> Environment:
    """Finds one environment: by name, a file of Python (``…/my_env.py``), ``gym:ID`` or ``craftax:TASK``.

    A wrong name raises KeyError with the nearest ones; what cannot be used raises ValueError with the remedy.
    """
    if name.startswith("gym:"):
        from trainer.gymnasium_environment import gymnasium_environment

        return gymnasium_environment(name.removeprefix("gym:"))
    if name.startswith("craftax:"):
        from trainer.craftax_environment import craftax_environment

        return craftax_environment(name.removeprefix("craftax:"))
    if name.endswith(".py"):
        from trainer.environment_file import environment_file

        return environment_file(name)
    known = {item.name: item for item in environments()}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise KeyError(f"unknown environment {name!r}{hint} (known: {', '.join(known)})")
