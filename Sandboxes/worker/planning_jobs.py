"""What the planner does when it is asked: jobs by name, and the tables of the open task (`planner.h` lists them)."""

from __future__ import annotations

import _planning
from faults import Fault

GOALS, STATIC, OBJECT_TYPE, TYPE_START, TYPE_OBJECTS = 8, 9, 10, 11, 12
PREDICATES, OBJECTS, TYPES = 0, 1, 2


def ask(job: str, **arguments: object) -> dict:
    """Has a job done. Numbers, strings, bytes and states go in; numbers, strings and lists of (State, text) come out.

    Raises what the candidate raised meanwhile; `late` in the answer says that its time was over.
    """
    answers = _planning.perform(job, arguments)
    if "error" in answers:
        raise Fault("error", f"the planner cannot do this: {answers['error']}")
    return answers


class TaskTooSlow(Exception):
    """The task could not be made ready in the time allowed: no fault of the candidate."""


def open_task(domain: bytes, task: bytes, cpu_seconds: float, operator_limit: int, lifted: bool) -> dict:
    """Reads and grounds a task. Answers with `name`, `is_ground`, `operators`, `variables`, `cpu_seconds`."""
    answers = ask(
        "open", domain=domain, task=task, cpu_seconds=cpu_seconds, operator_limit=operator_limit, lifted=int(lifted)
    )
    if answers.get("ending") == "time":
        raise TaskTooSlow
    return answers
