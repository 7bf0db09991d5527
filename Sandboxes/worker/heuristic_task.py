"""The task as a heuristic sees it: sets of strings as in published code, and the fast view."""

from __future__ import annotations

import types

import _planning
import planning_jobs


class NeedsGrounding(Exception):
    """Raised where a task that is too large to be grounded is asked for its facts or operators."""


class Operator:
    """A ground action: `name`, and the sets `preconditions`, `add_effects` and `del_effects`."""

    __slots__ = ("_adds", "_deletes", "_preconditions", "name")

    def __init__(self, name: str, preconditions: tuple, adds: tuple, deletes: tuple) -> None:
        """`preconditions`, `adds` and `deletes` are numbers of facts."""
        set_slot = object.__setattr__
        set_slot(self, "name", name)
        set_slot(self, "_preconditions", preconditions)
        set_slot(self, "_adds", adds)
        set_slot(self, "_deletes", deletes)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an operator cannot be changed: {name}")

    preconditions = property(lambda self: _texts(self._preconditions))
    add_effects = property(lambda self: _texts(self._adds))
    del_effects = property(lambda self: _texts(self._deletes))

    def applicable(self, state: object) -> bool:
        """Whether all preconditions hold."""
        return self.preconditions <= state  # type: ignore[operator]

    def apply(self, state: frozenset) -> frozenset:
        """The state afterwards."""
        return (state - self.del_effects) | self.add_effects

    def __repr__(self) -> str:
        return f"<Op {self.name}>"


def _texts(numbers: tuple) -> frozenset:
    return frozenset(_planning.fact(number)[0] for number in numbers)


class _Named(dict):
    """A dict whose KeyError says what there is."""

    def __init__(self, what: str, items: dict) -> None:
        super().__init__(items)
        self.what = what

    def __missing__(self, name: object) -> object:
        raise KeyError(f"{name!r} is no {self.what} of this task; there are {', '.join(map(str, self))}")


def _read_only(what: str, items: dict) -> types.MappingProxyType:
    return types.MappingProxyType(_Named(what, items))


def _views(numbers: list[int], predicates: list[str], what: str) -> types.MappingProxyType:
    found: dict[str, list[tuple]] = {name: [] for name in predicates}
    for number in numbers:
        _, predicate, arguments = _planning.fact(number)
        found[_planning.names(planning_jobs.PREDICATES)[predicate]].append(arguments)
    return _read_only(what, {name: frozenset(rows) for name, rows in found.items()})


class Task:
    """`name`, `goals`, `facts`, `initial_state`, `static`, `operators`; `goal_view`, `static_view`, `objects_of`, `type_of`."""

    __slots__ = (
        "_facts", "_is_ground", "_operators", "goal_view", "goals", "initial_state", "name", "objects_of", "static",
        "static_view", "type_of",
    )  # fmt: skip

    def __init__(self, name: str, is_ground: bool) -> None:
        """Builds the views of the open task; facts and operators come when they are asked for."""
        set_slot = object.__setattr__
        predicates = list(_planning.names(planning_jobs.PREDICATES))
        is_fluent = _planning.column(6)
        goals, static = _planning.column(planning_jobs.GOALS), _planning.column(planning_jobs.STATIC)
        set_slot(self, "name", name)
        set_slot(self, "_is_ground", is_ground)
        set_slot(self, "_facts", None)
        set_slot(self, "_operators", None)
        set_slot(self, "goals", _texts(tuple(goals)))
        set_slot(self, "static", _texts(tuple(static)))
        set_slot(self, "initial_state", frozenset(_planning.initial()))
        set_slot(self, "goal_view", _views(goals, predicates, "predicate"))
        unchanging = [name for name, fluent in zip(predicates, is_fluent, strict=True) if not fluent]
        set_slot(self, "static_view", _views(static, unchanging, "static predicate"))
        objects, names = _planning.names(planning_jobs.OBJECTS), _planning.names(planning_jobs.TYPES)
        start, members = _planning.column(planning_jobs.TYPE_START), _planning.column(planning_jobs.TYPE_OBJECTS)
        of = {name: tuple(objects[i] for i in members[start[k] : start[k + 1]]) for k, name in enumerate(names)}
        set_slot(self, "objects_of", _read_only("type", of))
        declared = _planning.column(planning_jobs.OBJECT_TYPE)
        set_slot(self, "type_of", _read_only("object", {o: names[t] for o, t in zip(objects, declared, strict=True)}))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"the task cannot be changed: {name}")

    @property
    def facts(self) -> frozenset:
        """All facts that can become true or false."""
        self._need_grounding("facts")
        if self._facts is None:
            is_fluent, predicate = _planning.column(6), _planning.column(3)
            numbers = (i for i, p in enumerate(predicate) if p < len(is_fluent) and is_fluent[p])
            object.__setattr__(self, "_facts", frozenset(_planning.fact(number)[0] for number in numbers))
        return self._facts

    @property
    def operators(self) -> tuple[Operator, ...]:
        """All ground actions."""
        self._need_grounding("operators")
        if self._operators is None:
            object.__setattr__(self, "_operators", tuple(_operators(0, 1 << 30)))
        return self._operators

    def _need_grounding(self, name: str) -> None:
        if not self._is_ground:
            raise NeedsGrounding(
                f"task.{name} needs grounding, and this task is too large for that; use task.goals, task.static, "
                "task.initial_state and the views"
            )


def _operators(first: int, count: int) -> list[Operator]:
    lines = planning_jobs.ask("operators", **{"from": first, "count": count})["operators"].split("\n")
    found = []
    for line in lines:
        if line:
            _, name, *facts = line.split("\t")
            found.append(Operator(name, *(tuple(map(int, numbers.split())) for numbers in facts)))
    return found


def describe(state: object, limit: int = 1200) -> str:
    """The facts of a state in a row, cut to a readable length."""
    facts = sorted(state)  # type: ignore[call-overload]
    text = ""
    for shown, fact in enumerate(facts):
        if len(text) + len(fact) > limit:
            return f"{text.strip()} … ({len(facts) - shown} more facts)"
        text += f" {fact}"
    return text.strip()
