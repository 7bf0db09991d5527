"""Checks a heuristic's text without running it, and reads off it how it wants to be called."""

from __future__ import annotations

import ast
import dataclasses
import difflib

import static_checks
from faults import Fault
from preparation import HEURISTIC_IMPORTS

_PUBLISHED_MODULES = ("heuristics", "pyperplan", "heuristic_base", "task")
_FAST_NAMES = {"view", "goal_view", "static_view"}


@dataclasses.dataclass(frozen=True)
class HeuristicText:
    """A heuristic whose text is in order; nothing of it has run yet."""

    code: str
    tree: ast.Module
    name: str
    """The class."""
    line: int
    constants: tuple[str, ...]
    """Keyword-only arguments of `__init__`."""
    uses_fast_view: bool
    wants_frozenset: bool
    """It asks whether something is a frozenset, so that states must be real ones."""
    keeps_nodes: bool
    """It speaks of parents."""

    @property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.code.splitlines()


def _reject(node: ast.AST | None, words: str) -> Fault:
    return Fault("rejected", words, getattr(node, "lineno", None))


def _check_imports(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level:
            if (node.module or "") not in ("heuristic_base", ""):
                raise _reject(node, f'there is no module ".{node.module}"; a heuristic is one file')
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            root = name.partition(".")[0]
            if root not in HEURISTIC_IMPORTS and root not in _PUBLISHED_MODULES:
                offered = ", ".join(n for n in HEURISTIC_IMPORTS if not n.startswith("_"))
                raise _reject(node, f'module "{name}" may not be imported; {offered} may')


def _find_class(tree: ast.Module) -> ast.ClassDef:
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}

    def defines(node: ast.ClassDef | None, method: str, depth: int = 0) -> bool:
        if node is None or depth > 8:
            return False
        if any(isinstance(item, ast.FunctionDef) and item.name == method for item in node.body):
            return True
        return any(defines(classes.get(base.id), method, depth + 1) for base in node.bases if isinstance(base, ast.Name))

    callable_ones = [node for node in classes.values() if defines(node, "__call__")]
    named = [node for node in callable_ones if node.name.endswith("Heuristic") or _is_heuristic(node)]
    if named or callable_ones:
        return (named or callable_ones)[-1]
    near = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    slip = difflib.get_close_matches("__call__", near, n=1)
    hint = f'; did you mean "__call__" instead of "{slip[0]}"?' if slip else ""
    if "compute_reward" in near:
        hint = "; compute_reward is a reward, which is for --env, not for --domain"
    raise Fault("rejected", f"there is no class with __init__(self, task) and __call__(self, node) at the top level{hint}")


def _is_heuristic(node: ast.ClassDef) -> bool:
    return any("Heuristic" in (getattr(base, "id", "") or getattr(base, "attr", "")) for base in node.bases)


def _method(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    found = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == name]
    return found[-1] if found else None


def _check_signature(method: ast.FunctionDef | None, form: str) -> None:
    if method is None or method.args.vararg:
        return
    arguments = method.args.posonlyargs + method.args.args
    required = len(arguments) - len(method.args.defaults)
    if len(arguments) < 2 or required > 2:
        raise _reject(method, f"{method.name} must be defined as {form}; found {len(arguments)} positional arguments")


def _constants(method: ast.FunctionDef | None) -> tuple[str, ...]:
    if method is None:
        return ()
    for argument, default in zip(method.args.kwonlyargs, method.args.kw_defaults, strict=True):
        if default is None:
            raise _reject(argument, f'the tunable constant "{argument.arg}" needs a number as its default')
    return tuple(argument.arg for argument in method.args.kwonlyargs)


def _asks_for_frozenset(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        is_test = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        is_type = isinstance(node, ast.Compare) and any(
            isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "type"
            for part in [node.left, *node.comparators]
        )
        if (is_test or is_type) and any(
            isinstance(part, ast.Name) and part.id in ("frozenset", "set") for part in ast.walk(node)
        ):
            return True
    return False


def check(code: str) -> HeuristicText:
    """Everything that the text alone tells. Raises `Fault("rejected", …)` with the line."""
    tree = static_checks.parse(code)
    _check_imports(tree)
    node = _find_class(tree)
    constructor = _method(node, "__init__")
    _check_signature(constructor, "__init__(self, task)")
    _check_signature(_method(node, "__call__"), "__call__(self, node)")
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    return HeuristicText(
        code=code, tree=tree, name=node.name, line=node.lineno, constants=_constants(constructor),
        uses_fast_view=bool(attributes & _FAST_NAMES), wants_frozenset=_asks_for_frozenset(tree),
        keeps_nodes="parent" in code,
    )  # fmt: skip
