"""Reads a reward's syntax tree for slips that running it on a few states may not show: units, thresholds, lateness.

Nothing is run here. What comes out are facts for a critic's words, never a verdict.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Mapping

import static_checks

Unit = tuple[tuple[str, int], ...]
"""Base units with exponents, sorted, without zeros: m/s is (("m", 1), ("s", -1)); empty for pure numbers."""

MAXIMUM_FACTS = 12

_KEEPING = {
    "abs", "absolute", "fabs", "sum", "mean", "max", "min", "amax", "amin", "median", "std", "squeeze", "asarray",
    "array", "ravel", "round", "negative", "copy", "norm", "cumsum", "diff", "nan_to_num", "float32", "ptp",
}  # fmt: skip
_ANGLES = {"sin", "cos", "tan"}
_PURE = {"exp", "expm1", "tanh", "log", "log1p", "sign", "arctan", "arcsin", "arccos", "arctan2", "logical_and"}


@dataclasses.dataclass(frozen=True)
class Signal:
    """What the environment says of a signal."""

    name: str
    unit: str
    low: float
    high: float


@dataclasses.dataclass(frozen=True)
class Quantity:
    """What is known of an expression: its unit (None: unknown), a number that it is, a signal that it is."""

    unit: Unit | None = None
    number: float | None = None
    signal: Signal | None = None


UNKNOWN = Quantity()


def facts(code: str, signals: list[dict]) -> list[dict]:
    """Lists `{"kind", "part", "line", "words"}`; at most `MAXIMUM_FACTS`. Raises `Fault` where the text is refused."""
    known = {entry["name"]: Signal(entry["name"], entry["unit"], entry["low"], entry["high"]) for entry in signals}
    tree = static_checks.parse(code)
    entries = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == static_checks.ENTRY]
    if not entries:
        return []
    reader = _Reader(known, entries[-1])
    reader.read()
    unique: dict[tuple, dict] = {}
    for fact in reader.found:
        unique.setdefault((fact["kind"], fact["part"], fact["words"]), fact)
    return list(unique.values())[:MAXIMUM_FACTS]


def unit_of(text: str) -> Unit | None:
    """The unit that a word such as `m/s`, `rad`, `1` names; None for `mixed` and lists."""
    if "," in text or text in ("", "mixed"):
        return None
    powers: dict[str, int] = {}
    for place, part in enumerate(text.split("/")):
        for word in part.split():
            if word != "1":
                powers[word] = powers.get(word, 0) + (1 if place == 0 else -1)
    return _unit(powers)


def _unit(powers: Mapping[str, int]) -> Unit:
    return tuple(sorted((name, power) for name, power in powers.items() if power))


def _words(unit: Unit) -> str:
    """`m/s` again."""
    above = [name if power == 1 else f"{name}^{power}" for name, power in unit if power > 0]
    below = [name if power == -1 else f"{name}^{-power}" for name, power in unit if power < 0]
    return (" ".join(above) or "1") + "".join(f"/{word}" for word in below)


class _Reader(ast.NodeVisitor):
    """Follows units through the statements of the entry point, in order."""

    def __init__(self, signals: dict[str, Signal], entry: ast.FunctionDef) -> None:
        self.signals = signals
        self.entry = entry
        self.known: dict[str, Quantity] = {}
        self.found: list[dict] = []
        arguments = entry.args
        for argument in arguments.posonlyargs + arguments.args:
            signal = signals.get(argument.arg)
            if signal is not None:
                self.known[signal.name] = Quantity(unit_of(signal.unit), None, signal)
        for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            number = self._literal(default) if default is not None else None
            self.known[argument.arg] = Quantity(None, number)

    def read(self) -> None:
        self._late()
        for statement in self.entry.body:
            self._statement(statement)

    def _note(self, node: ast.AST, kind: str, part: str, words: str) -> None:
        self.found.append({"kind": kind, "part": part[:64], "line": getattr(node, "lineno", 0), "words": words[:300]})

    def _late(self) -> None:
        """A value from before the step, without the one after it, cannot show what the action did."""
        used = {node.id for node in ast.walk(self.entry) if isinstance(node, ast.Name)}
        for name in self.signals:
            after = name.removeprefix("previous_")
            if name in used and after != name and after not in used and after != "action" and after in self.signals:
                words = f'"{name}" is from before the step and "{after}" is not used: the action cannot change it any more'
                self._note(self.entry, "signal", name, words)

    # Statements

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign):
            value = self._value(node.value)
            for target in node.targets:
                if isinstance(target, ast.Name):
                    self.known[target.id] = value
        elif isinstance(node, ast.AnnAssign) and node.value is not None and isinstance(node.target, ast.Name):
            self.known[node.target.id] = self._value(node.value)
        elif isinstance(node, ast.AugAssign):
            value = self._value(node.value)
            if isinstance(node.target, ast.Name):
                before = self.known.get(node.target.id, UNKNOWN)
                self.known[node.target.id] = before if isinstance(node.op, ast.Add | ast.Sub) and before == value else UNKNOWN
        elif isinstance(node, ast.Return | ast.Expr) and node.value is not None:
            self._value(node.value)
        elif isinstance(node, ast.If | ast.For | ast.While | ast.With):
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.stmt):
                    self._statement(child)
                elif isinstance(child, ast.expr):
                    self._value(child)

    # Expressions

    @staticmethod
    def _literal(node: ast.expr) -> float | None:
        sign = 1.0
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            node, sign = node.operand, -1.0
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return sign * float(node.value)
        return None

    def _value(self, node: ast.expr) -> Quantity:
        number = self._literal(node)
        if number is not None:
            return Quantity(None, number)
        if isinstance(node, ast.Name):
            return self.known.get(node.id, UNKNOWN)
        if isinstance(node, ast.UnaryOp):
            inner = self._value(node.operand)
            return Quantity(inner.unit, None if inner.number is None else -inner.number)
        if isinstance(node, ast.BinOp):
            return self._binary(node)
        if isinstance(node, ast.Compare):
            return self._compare(node)
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Subscript):
            base = self._value(node.value)
            return Quantity(base.unit, None, base.signal)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._value(child)
        return UNKNOWN

    def _binary(self, node: ast.BinOp) -> Quantity:
        left, right = self._value(node.left), self._value(node.right)
        if isinstance(node.op, ast.Add | ast.Sub):
            self._same(node, left, right, "adds" if isinstance(node.op, ast.Add) else "subtracts")
            if isinstance(node.op, ast.Sub):
                self._offset(node, left, right)
            if left.number is not None or right.number is not None:
                return Quantity(left.unit or right.unit, None)
            return Quantity(left.unit if left.unit == right.unit else None)
        if isinstance(node.op, ast.Pow) and left.unit is not None and right.number is not None and right.number.is_integer():
            return Quantity(_unit({name: power * int(right.number) for name, power in left.unit}))
        if isinstance(node.op, ast.Mult | ast.Div) and left.unit is not None and right.unit is not None:
            sign = 1 if isinstance(node.op, ast.Mult) else -1
            powers = dict(left.unit)
            for name, power in right.unit:
                powers[name] = powers.get(name, 0) + sign * power
            return Quantity(_unit(powers))
        # A weight or a temperature takes the unit away: nobody wrote down which one it has.
        return UNKNOWN

    def _compare(self, node: ast.Compare) -> Quantity:
        left = self._value(node.left)
        for comparator in node.comparators:
            right = self._value(comparator)
            self._same(node, left, right, "compares")
            for one, other in ((left, right), (right, left)):
                if one.signal is not None and other.number is not None:
                    signal, width = one.signal, one.signal.high - one.signal.low
                    if not signal.low - width <= other.number <= signal.high + width:
                        words = f"compares {signal.name} with {other.number:g}, but it usually is {self._range(signal)}"
                        self._note(node, "units", signal.name, words)
            left = right
        return Quantity(())

    def _same(self, node: ast.AST, left: Quantity, right: Quantity, verb: str) -> None:
        if left.unit and right.unit and left.unit != right.unit:
            what = left.signal or right.signal
            words = f"{verb} a quantity in {_words(left.unit)} and one in {_words(right.unit)} without a weight for either"
            self._note(node, "units", what.name if what else "", words)

    def _offset(self, node: ast.AST, left: Quantity, right: Quantity) -> None:
        for one, other in ((left, right), (right, left)):
            if one.signal is not None and other.number is not None and one.unit:
                signal, width = one.signal, one.signal.high - one.signal.low
                if not signal.low - 2 * width <= other.number <= signal.high + 2 * width:
                    words = f"takes {other.number:g} as a target for {signal.name}, which usually is {self._range(signal)}"
                    self._note(node, "units", signal.name, words)

    @staticmethod
    def _range(signal: Signal) -> str:
        return f"{signal.low:g} to {signal.high:g} {signal.unit}"

    # Calls

    def _call(self, node: ast.Call) -> Quantity:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        arguments = [self._value(item) for item in node.args]
        for keyword in node.keywords:
            self._value(keyword.value)
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name | ast.Attribute):
            arguments.insert(0, self._value(node.func.value))
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id in self.known:
            arguments.insert(0, self.known[node.func.value.id])
        first = arguments[0] if arguments else UNKNOWN
        if name in _ANGLES:
            self._angle(node, name, first)
            return Quantity(())
        if name in ("deg2rad", "radians"):
            if first.unit == (("rad", 1),):
                self._note(node, "units", _part(first), f"{name} turns a quantity in rad into radians once more")
            return Quantity((("rad", 1),))
        if name in ("rad2deg", "degrees"):
            return Quantity((("deg", 1),))
        if name in ("maximum", "minimum", "fmax", "fmin", "hypot") and len(arguments) >= 2:
            self._same(node, first, arguments[1], f"takes {name} of")
            self._bound(node, name, first, arguments[1])
            return Quantity(first.unit or arguments[1].unit)
        if name == "clip":
            self._clip(node, arguments)
            return Quantity(first.unit)
        if name == "where" and len(arguments) == 3:
            self._same(node, arguments[1], arguments[2], "chooses between")
            return Quantity(arguments[1].unit if arguments[1].unit == arguments[2].unit else None)
        if name == "square" and first.unit is not None:
            return Quantity(_unit({base: 2 * power for base, power in first.unit}))
        if name == "sqrt" and first.unit is not None and all(power % 2 == 0 for _, power in first.unit):
            return Quantity(tuple((base, power // 2) for base, power in first.unit))
        if name in ("abs", "absolute", "fabs") and first.signal is not None:
            size = max(abs(first.signal.low), abs(first.signal.high))
            return Quantity(first.unit, None, dataclasses.replace(first.signal, low=0.0, high=size))
        if name in _KEEPING:
            return Quantity(first.unit)
        return Quantity(()) if name in _PURE else UNKNOWN

    def _angle(self, node: ast.AST, name: str, argument: Quantity) -> None:
        if argument.unit and argument.unit != (("rad", 1),):
            self._note(node, "units", _part(argument), f"takes {name} of a quantity in {_words(argument.unit)}, not of an angle")

    def _bound(self, node: ast.AST, name: str, one: Quantity, other: Quantity) -> None:
        signal, number = one.signal or other.signal, one.number if one.number is not None else other.number
        if signal is None or number is None:
            return
        width = signal.high - signal.low
        above, below = number > signal.high + width, number < signal.low - width
        if (name in ("maximum", "fmax") and above) or (name in ("minimum", "fmin") and below):
            words = f"{name} of {signal.name} and {number:g} is always {number:g}: it usually is {self._range(signal)}"
            self._note(node, "units", signal.name, words)

    def _clip(self, node: ast.AST, arguments: list[Quantity]) -> None:
        if len(arguments) < 3 or arguments[0].signal is None:
            return
        signal, low, high = arguments[0].signal, arguments[1].number, arguments[2].number
        if (low is not None and low > signal.high) or (high is not None and high < signal.low):
            words = f"clips {signal.name} to where it never is: it usually is {self._range(signal)}"
            self._note(node, "units", signal.name, words)


def _part(quantity: Quantity) -> str:
    return quantity.signal.name if quantity.signal else ""
