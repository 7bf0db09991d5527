"""Reads a user's own environment from a file of Python that defines ``ENVIRONMENT``.

The file is trusted: its code runs in the trainer, with the user's rights, as the shipped environments do.
"""

from __future__ import annotations

import dataclasses
import importlib.util
import pathlib
import sys
import traceback

from trainer.environment import Environment


def environment_file(path: str) -> Environment:
    """Runs the file and gives its ``ENVIRONMENT``; ValueError says what is wrong with it, with file and line.

    Reward files are looked for in the folder ``rewards/NAME`` beside the file, NAME being the environment's.
    """
    file = pathlib.Path(path)
    if not file.is_file():
        raise ValueError(f"{path}: there is no such file; give the path of a Python file with ENVIRONMENT")
    name = f"environment_file_{file.stem}"
    specification = importlib.util.spec_from_file_location(name, file)
    if specification is None or specification.loader is None:
        raise ValueError(f"{path}: this is not a Python file")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    sys.path.insert(0, str(file.parent))
    try:
        specification.loader.exec_module(module)
    except Exception as error:
        raise ValueError(f"{_place(file, error)}: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(str(file.parent))
    found = getattr(module, "ENVIRONMENT", None)
    if not isinstance(found, Environment):
        raise ValueError(
            f"{path}: ENVIRONMENT must be an Environment of trainer.environment, not {type(found).__name__}; "
            "see Sandboxes/trainer/examples/crane.py"
        )
    _check(path, found)
    return dataclasses.replace(found, key=path, rewards=str(file.parent / "rewards" / found.name))


def _place(file: pathlib.Path, error: Exception) -> str:
    """Names the last line of the file that was running."""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"{file}:{error.lineno}"
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    return f"{file}:{ours[-1].lineno}" if ours else str(file)


def _check(path: str, environment: Environment) -> None:
    names = [signal.name for signal in environment.signals]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise ValueError(f"{path}: the signal {doubled[0]} is declared twice")
    for signal in environment.signals:
        if not signal.name.isidentifier() or signal.name == "memory":
            raise ValueError(
                f'{path}: "{signal.name}" cannot be the name of a signal: it must be an identifier'
            )
    if environment.horizon < 1 or environment.interval <= 0:
        raise ValueError(f"{path}: horizon and interval must be positive")
    if environment.learner.copies * environment.learner.length % environment.learner.minibatches:
        raise ValueError(f"{path}: copies * length of the learner must be a multiple of its minibatches")
