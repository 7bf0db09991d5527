"""Checks a candidate's text without running it: fast feedback for whoever wrote it."""

from __future__ import annotations

import ast
import dataclasses
import difflib
import hashlib
import inspect
import math
import types

from faults import FILE_NAME, Fault
from preparation import ALLOWED_IMPORTS

ENTRY = "compute_reward"
MAXIMUM_BYTES = 65536
MAXIMUM_MEMORY = 16

_NO_FILE = "candidate\ud800"
"""A name that no file can have: for the line of a syntax error Python opens the file, which a worker may not."""

_UNUSUAL = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS | inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


@dataclasses.dataclass(frozen=True)
class Text:
    """A candidate whose text is in order; nothing of it has run yet."""

    code: str
    compiled: types.CodeType
    line: int
    """Of the entry point."""
    arguments: tuple[str, ...]
    """Positional arguments in order, `memory` included."""
    constants: tuple[str, ...]
    """Keyword-only arguments."""
    memory: dict[str, float]
    """Initial values of `MEMORY`; empty where the function uses none."""

    @property
    def lines(self) -> list[str]:
        """The text, line by line."""
        return self.code.splitlines()


def _renamed(code: types.CodeType) -> types.CodeType:
    """The same code under the candidate's file name."""
    constants = tuple(_renamed(constant) if type(constant) is types.CodeType else constant for constant in code.co_consts)
    return code.replace(co_filename=FILE_NAME, co_consts=constants)


def _reject(node: ast.AST | None, words: str) -> Fault:
    return Fault("rejected", words, getattr(node, "lineno", None))


def nearest(name: str, names: list[str]) -> str:
    """`; did you mean "…"?` where something is near, else the list of what there is."""
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return "; did you mean " + " or ".join(f'"{word}"' for word in near) + "?"
    shown = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"; there are {shown}" if names else ""


def parse(code: str) -> ast.Module:
    """The syntax tree of a text that Python compiles."""
    if len(code.encode("utf-8", "replace")) > MAXIMUM_BYTES:
        raise Fault("rejected", f"the code is longer than {MAXIMUM_BYTES} bytes")
    try:
        tree = ast.parse(code, _NO_FILE)
        compile(tree, _NO_FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise Fault("rejected", f"the code does not parse: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise Fault("rejected", f"the code does not parse: {error or 'it is nested too deeply'}") from None
    return tree


def _check_imports(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                raise _reject(node, "relative imports lead nowhere: a candidate is one file")
            names = [node.module or ""]
        for name in names:
            if name.partition(".")[0] not in ALLOWED_IMPORTS:
                raise _reject(node, f'module "{name}" may not be imported; math and numpy may')


def _find_entry(tree: ast.Module) -> ast.FunctionDef:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for node in reversed(functions):
        if node.name != ENTRY:
            continue
        if isinstance(node, ast.AsyncFunctionDef):
            raise _reject(node, f"{ENTRY} must be an ordinary function, not an async one")
        return node
    others = [node.name for node in functions]
    found = f"; found only {', '.join(others[:8])}" if others else ""
    classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    if classes:
        found = f"; the class {classes[-1]} may be a planning heuristic, which is for --domain, not for --env"
    raise Fault("rejected", f"there is no function {ENTRY} at the top level{found}")


def _check_arguments(entry: ast.FunctionDef, signals: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    arguments = entry.args
    if arguments.vararg or arguments.kwarg:
        raise _reject(entry, f"{ENTRY} may not take *args or **kwargs; name the signals it uses")
    positional = arguments.posonlyargs + arguments.args
    with_default = {a.arg for a in positional[len(positional) - len(arguments.defaults) :]} if arguments.defaults else set()
    for argument in positional:
        name = argument.arg
        if name in with_default:
            raise _reject(
                argument, f'argument "{name}" has a default; put tunable constants after a `*`: def {ENTRY}(…, *, {name}=…)'
            )
        if name != "memory" and name not in signals:
            raise _reject(argument, f'argument "{name}" is not a signal of this environment{nearest(name, signals)}')
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is None:
            raise _reject(argument, f'the tunable constant "{argument.arg}" needs a number as its default')
    return tuple(a.arg for a in positional), tuple(a.arg for a in arguments.kwonlyargs)


def _memory_literal(tree: ast.Module) -> tuple[ast.stmt, object] | None:
    for node in reversed(tree.body):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        if not any(isinstance(target, ast.Name) and target.id == "MEMORY" for target in targets):
            continue
        try:
            return node, ast.literal_eval(node.value)  # type: ignore[arg-type,union-attr]
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            raise _reject(node, 'MEMORY must be a literal, for example MEMORY = {"best_x": 0.0}') from None
    return None


def _check_memory(tree: ast.Module, entry: ast.FunctionDef, arguments: tuple[str, ...]) -> dict[str, float]:
    found = _memory_literal(tree)
    if found is None:
        if "memory" in arguments:
            raise _reject(entry, 'the argument "memory" needs a module-level MEMORY = {"name": initial value, …}')
        return {}
    node, value = found
    if "memory" not in arguments:
        raise _reject(node, f'MEMORY is defined, but {ENTRY} has no argument "memory"')
    if type(value) is not dict or not value or len(value) > MAXIMUM_MEMORY:
        raise _reject(node, f"MEMORY must be a dict of 1 to {MAXIMUM_MEMORY} names and numbers")
    for name, initial in value.items():
        if type(name) is not str or type(initial) not in (int, float):
            raise _reject(node, f"MEMORY must map names to numbers, not {name!r} to {initial!r}")
        if not math.isfinite(initial) or abs(initial) > 3e38:
            raise _reject(node, f'the initial value of memory "{name}" must be a finite float32')
    return {name: float(initial) for name, initial in value.items()}


def check(code: str, signals: list[str]) -> Text:
    """Everything that the text alone tells. Raises `Fault("rejected", …)` with the line."""
    tree = parse(code)
    if "import" in code:
        _check_imports(tree)
    entry = _find_entry(tree)
    arguments, constants = _check_arguments(entry, signals)
    memory = _check_memory(tree, entry, arguments)
    compiled = compile(tree, FILE_NAME, "exec", dont_inherit=True)
    return Text(code, compiled, entry.lineno, arguments, constants, memory)


def reread(code: str, signals: list[str]) -> Text:
    """What `check` gives, for a text that passed it before: five times sooner where the compiled code tells enough."""
    return _from_compiled(code, signals) or check(code, signals)


def _from_compiled(code: str, signals: list[str]) -> Text | None:
    if "import" in code or "MEMORY" in code or len(code) > MAXIMUM_BYTES // 4:
        return None
    try:
        compiled = compile(code, _NO_FILE, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return None
    found = [constant for constant in compiled.co_consts if type(constant) is types.CodeType and constant.co_name == ENTRY]
    if len(found) != 1 or found[0].co_flags & _UNUSUAL:
        return None
    entry = found[0]
    keywords = entry.co_argcount + entry.co_kwonlyargcount
    arguments, constants = entry.co_varnames[: entry.co_argcount], entry.co_varnames[entry.co_argcount : keywords]
    if any(name not in signals for name in arguments):
        return None
    return Text(code, _renamed(compiled), entry.co_firstlineno, arguments, constants, {})


def normalised(code: str) -> str:
    """Hash of the syntax tree without docstrings: equal for texts that differ in comments and layout only."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and type(first.value.value) is str:
            node.body = node.body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()
