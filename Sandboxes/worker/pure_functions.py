"""Finds helper functions whose answer depends on nothing but their arguments, so that it can be remembered.

Published heuristics take facts apart with small functions such as `get_parts(fact)` and `match(fact, "on", "*", "*")`, called
thousands of times with the same arguments. A function counts as pure when its body uses nothing but its arguments, local
names, a few built-in functions, methods of strings, `fnmatch`, and other pure functions.
"""

from __future__ import annotations

import ast

_BUILTINS = {
    "all", "any", "bool", "enumerate", "float", "int", "isinstance", "len", "list", "max", "min", "range", "reversed", "sorted",
    "str", "sum", "tuple", "zip",
}  # fmt: skip
_METHODS = {
    "count", "endswith", "find", "index", "isdigit", "join", "lower", "lstrip", "partition", "removeprefix", "removesuffix",
    "replace", "rpartition", "rsplit", "rstrip", "split", "startswith", "strip", "upper", "append",
}  # fmt: skip
_FNMATCH = {"fnmatch", "fnmatchcase"}
_STATEMENTS = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return, ast.If, ast.For, ast.Pass, ast.Break, ast.Continue)
_FORBIDDEN = (ast.Yield, ast.YieldFrom, ast.Await, ast.Lambda, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def pure_functions(tree: ast.Module) -> list[str]:
    """Names of the module's pure functions."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    bound = _bound_names(tree)
    candidates = {name for name in functions if bound.count(name) == 1 and name not in _BUILTINS}
    imported = _imported(tree)
    while True:
        known = candidates | imported
        kept = {name for name in candidates if _is_pure(functions[name], known, "fnmatch" in imported, bound)}
        if kept == candidates:
            return sorted(kept)
        candidates = kept


def _bound_names(tree: ast.Module) -> list[str]:
    """Every name that the module binds at its top level, or anywhere by `global`, once for each time."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            found += node.names * 2
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found += [alias.asname or alias.name.partition(".")[0] for alias in node.names]
        else:
            found += [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store | ast.Del)]
    return found


def _imported(tree: ast.Module) -> set[str]:
    """The names under which fnmatch or its functions are known."""
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {a.asname or a.name for a in node.names if a.name == "fnmatch"}
        elif isinstance(node, ast.ImportFrom) and node.module == "fnmatch":
            found |= {a.asname or a.name for a in node.names if a.name in _FNMATCH}
    return found


def _is_pure(function: ast.FunctionDef, known: set[str], has_module: bool, bound: list[str]) -> bool:
    arguments = function.args
    if function.decorator_list or arguments.kwarg or arguments.kwonlyargs:
        return False
    if not all(isinstance(default, ast.Constant) for default in arguments.defaults):
        return False
    names = {a.arg for a in [*arguments.posonlyargs, *arguments.args, *([arguments.vararg] if arguments.vararg else [])]}
    body = [node for statement in function.body for node in ast.walk(statement)]
    names |= {node.id for node in body if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    called = {id(node.func) for node in body if isinstance(node, ast.Call)}
    shadowed = set(bound)
    for node in body:
        if isinstance(node, _FORBIDDEN) or (isinstance(node, ast.stmt) and not isinstance(node, _STATEMENTS)):
            return False
        if isinstance(node, ast.Attribute) and not (id(node) in called and _is_pure_method(node, has_module)):
            return False
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            return False
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in names | known and (
            node.id not in _BUILTINS or node.id in shadowed
        ):
            return False
    return True


def _is_pure_method(node: ast.Attribute, has_module: bool) -> bool:
    if isinstance(node.value, ast.Name) and node.value.id == "fnmatch" and has_module:
        return node.attr in _FNMATCH
    return node.attr in _METHODS
