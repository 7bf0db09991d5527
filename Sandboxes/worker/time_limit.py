"""Interrupts slow Python code with an exception that knows the line.

A soft limit: code inside one long C call is not interrupted, and code may catch the exception. The hard limit is the
host's.
"""

from __future__ import annotations

import contextlib
import os
import signal
import types
from collections.abc import Iterator

_AGAIN_SECONDS = 0.1
_seconds = 0.0
_depth = 0


class TimeLimit(BaseException):
    """Raised in the candidate's code; not an `Exception`, so that ordinary handlers let it pass."""

    def __init__(self, seconds: float, line: int | None) -> None:
        super().__init__("time limit")
        self.seconds, self.line = seconds, line


def candidate_line(frame: types.FrameType | None) -> int | None:
    """The line of the candidate's code that runs in `frame` or called it.

    Some of Python's own instructions belong to no line; there the function's first line stands in.
    """
    while frame is not None and frame.f_code.co_filename != "candidate.py":
        frame = frame.f_back
    return None if frame is None else frame.f_lineno or frame.f_code.co_firstlineno


def _strike(_number: int, frame: types.FrameType | None) -> None:
    if _depth == 0:
        return
    line = candidate_line(frame)
    os.write(2, f"time limit of {_seconds:g} s reached in line {line}\n".encode())
    raise TimeLimit(_seconds, line)


def start() -> None:
    """Lets the limit strike; once in every process."""
    signal.signal(signal.SIGALRM, _strike)


def limit(seconds: float) -> None:
    """Sets the limit, in seconds of wall time, for every later use of `armed`."""
    global _seconds
    _seconds = seconds


@contextlib.contextmanager
def armed() -> Iterator[None]:
    """Raises `TimeLimit` inside the block when it takes too long; again and again, in case it is swallowed."""
    global _depth
    signal.setitimer(signal.ITIMER_REAL, _seconds, _AGAIN_SECONDS)
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
        signal.setitimer(signal.ITIMER_REAL, 0)
