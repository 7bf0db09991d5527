"""A heuristic as a live object: its module, its class, its tunable constants."""

from __future__ import annotations

import ast
import collections.abc
import fnmatch
import linecache
import math
import sys
import types

import _planning
import cpu_limit
import faults
import planning_jobs
import pure_functions
import static_checks
from faults import Fault
from heuristic_task import Operator, Task
from heuristic_text import HeuristicText


class Heuristic:
    """The base class of published heuristics."""

    def __init__(self, *_arguments: object) -> None:
        """Takes the task and does nothing with it."""

    def __call__(self, node: object) -> float:
        """Estimates the distance from a node to the goal."""
        raise NotImplementedError


def offer_modules() -> None:
    """Makes the modules that published heuristics import."""
    base = _module("heuristic_base", Heuristic=Heuristic)
    task = _module("task", Task=Task, Operator=Operator)
    heuristics = _module("heuristics", heuristic_base=base, Heuristic=Heuristic, __path__=[])
    package = _module("pyperplan", heuristics=heuristics, task=task, __path__=[])
    sys.modules |= {
        "heuristic_base": base, "heuristics": heuristics, "heuristics.heuristic_base": base, "task": task,
        "pyperplan": package, "pyperplan.task": task, "pyperplan.heuristics": heuristics,
        "pyperplan.heuristics.heuristic_base": base,
    }  # fmt: skip
    collections.abc.Set.register(_planning.State)
    collections.abc.Set.register(_planning.View)
    _planning.slow_fnmatch = fnmatch.fnmatch
    sys.modules["fnmatch"] = _module(
        "fnmatch", fnmatch=_planning.fnmatch, fnmatchcase=_planning.fnmatch, filter=fnmatch.filter, translate=fnmatch.translate
    )


def _module(name: str, **members: object) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(members)
    return module


class Candidate:
    """Runs the text as a module, finds the class in it and makes the heuristic for a task."""

    def __init__(self, text: HeuristicText, cpu_seconds: float) -> None:
        """Runs the module's own code, within `cpu_seconds`."""
        self.text = text
        self.module = types.ModuleType("candidate")
        self.module.__dict__.update(__package__="heuristics")
        sys.modules["candidate"] = self.module
        linecache.cache[faults.FILE_NAME] = (len(text.code), None, text.code.splitlines(True), faults.FILE_NAME)
        for node in ast.walk(text.tree):
            if isinstance(node, ast.Constant) and type(node.value) is str:
                node.value = sys.intern(node.value)  # one address for equal constants: helpers remember by it
        code = compile(text.tree, faults.FILE_NAME, "exec", dont_inherit=True)
        with faults.guarded("the module's own code", text.lines, cpu_limit.armed(cpu_seconds)):
            exec(code, self.module.__dict__)
        kind = self.module.__dict__.get(text.name)
        if not isinstance(kind, type) or type(kind.__dict__.get("__call__", kind.__call__)) is not types.FunctionType:
            raise Fault("rejected", f"{text.name} is no class with a plain __call__ after the module has run", text.line)
        self.kind = kind
        self.constants = self._defaults()
        for name in pure_functions.pure_functions(text.tree):
            function = self.module.__dict__.get(name)
            if type(function) is types.FunctionType:
                self.module.__dict__[name] = _planning.memo(function)

    def _defaults(self) -> dict[str, float]:
        values = getattr(self.kind.__init__, "__kwdefaults__", None) or {}
        found = {}
        for name in self.text.constants:
            value = values.get(name)
            if type(value) not in (int, float) or not math.isfinite(value):
                words = f'the tunable constant "{name}" must have a finite number as its default, not {type(value).__name__}'
                raise Fault("rejected", words, self.text.line)
            found[name] = float(value)
        return found

    def _chosen(self, constants: dict[str, float]) -> dict[str, float]:
        defaults = getattr(self.kind.__init__, "__kwdefaults__", None) or {}
        for name in constants:
            if name not in self.text.constants:
                nearest = static_checks.nearest(name, list(self.text.constants))
                raise Fault("rejected", f'there is no tunable constant "{name}"{nearest}')
        return {
            name: int(value) if type(defaults.get(name)) is int and float(value).is_integer() else float(value)
            for name, value in constants.items()
        }

    def construct(self, task: Task, constants: dict[str, float], cpu_seconds: float) -> None:
        """Makes the heuristic for the open task, within `cpu_seconds`, and hands it to the search."""
        chosen = self._chosen(constants)
        with faults.guarded("__init__", self.text.lines, cpu_limit.armed(cpu_seconds)):
            instance = self.kind(task, **chosen)
            preferred = getattr(self.kind, "preferred", None)
        if type(instance) is not self.kind:
            raise Fault("rejected", f"{self.text.name}(task) made something of another type", self.text.line)
        self.has_preferred = type(preferred) is types.FunctionType
        _planning.use(
            self.kind.__call__, instance, preferred if self.has_preferred else None,
            self.text.wants_frozenset, self.text.keeps_nodes,
        )  # fmt: skip
        _planning.set_actions(_action)


def _action(number: int) -> Operator:
    line = planning_jobs.ask("operators", **{"from": number, "count": 1})["operators"]
    _, name, *facts = line.split("\t")
    return Operator(name, *(tuple(map(int, numbers.split())) for numbers in facts))
