"""Runs a heuristic file inside Pyperplan, for comparison: started by `evolve bench planning --python` and by tests.

    PYTHON pyperplan_peer.py rate DOMAIN TASK FILE SECONDS   evaluated states and CPU seconds of its greedy search
    PYTHON pyperplan_peer.py values DOMAIN TASK FILE         estimates of the states on stdin, facts in a line each

PYTHON is one in whose environment pyperplan is installed. Prints one JSON object.
"""

from __future__ import annotations

import importlib.util
import json
import re
import signal
import sys
import time
import types


def load(path: str) -> type:
    """The heuristic class of a file; `heuristics.heuristic_base`, which published files import, is Pyperplan's own."""
    from pyperplan.heuristics import heuristic_base

    sys.modules["heuristics"] = types.ModuleType("heuristics")
    sys.modules["heuristics.heuristic_base"] = heuristic_base
    spec = importlib.util.spec_from_file_location("candidate", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    classes = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == "candidate"]
    return [c for c in classes if "__call__" in vars(c)][-1]


def ground(domain_path: str, task_path: str) -> object:
    """Pyperplan's ground task with all facts, and `static` as published heuristics know it."""
    from pyperplan import grounding
    from pyperplan.pddl.parser import Parser

    parser = Parser(domain_path, task_path)
    domain = parser.parse_domain()
    problem = parser.parse_problem(domain)
    task = grounding.ground(problem, remove_irrelevant_operators=False)
    unchanging = set(grounding._get_statics(domain.predicates.values(), domain.actions.values()))
    initial = grounding._get_partial_state(problem.initial_state)
    task.static = frozenset(fact for fact in initial if re.split(r"[ ()]", fact)[1] in unchanging)
    return task


class TimeIsUp(Exception):
    """Ends a search."""


def rate(task: object, heuristic: object, seconds: float) -> dict:
    """Searches, again and again where a plan is found, until the CPU time is used up."""
    from pyperplan.search.a_star import greedy_best_first_search

    count = solved = 0

    def counted(node: object) -> float:
        nonlocal count
        count += 1
        return heuristic(node)  # type: ignore[operator]

    def strike(_number: int, _frame: object) -> None:
        raise TimeIsUp

    signal.signal(signal.SIGPROF, strike)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        while greedy_best_first_search(task, counted) is not None:
            solved += 1
    except TimeIsUp:
        pass
    return {"evaluations": count, "cpu_seconds": time.process_time() - start, "solved": solved}


def main() -> None:
    """See above."""
    verb, domain, task_path, path, *rest = sys.argv[1:]
    began = time.process_time()
    task = ground(domain, task_path)
    grounded = time.process_time()
    heuristic = load(path)(task)
    answer: dict[str, object] = {"grounding_cpu_s": grounded - began, "operators": len(task.operators)}  # type: ignore[attr-defined]
    if verb == "rate":
        answer |= rate(task, heuristic, float(rest[0]))
    else:
        values = []
        for line in sys.stdin:
            state = frozenset(re.findall(r"\([^()]*\)", line))
            value = heuristic(types.SimpleNamespace(state=state, parent=None, action=None, g=0))
            values.append(-1.0 if value == float("inf") else float(value))
        answer["values"] = values
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
