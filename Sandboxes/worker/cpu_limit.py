"""Limits of CPU time for heuristics; they interrupt Python code where it stands, as often as it takes.

Polite limits only: the kernel and the host end what does not let itself be interrupted.
"""

from __future__ import annotations

import contextlib
import signal
import types
from collections.abc import Callable, Iterator

import _planning
from time_limit import TimeLimit, candidate_line

_seconds = 0.0
_depth = 0


def _strike(_number: int, frame: types.FrameType | None) -> None:
    if _depth == 0:
        return
    raise TimeLimit(_seconds, candidate_line(frame))


def start() -> None:
    """Takes over the signal; comes before `_planning.begin`, which puts its own count of ticks in front."""
    signal.signal(signal.SIGPROF, _strike)


def armed(seconds: float, call_seconds: float = 0.0) -> Callable[[], contextlib.AbstractContextManager[None]]:
    """A guard of `seconds` altogether and, where given, `call_seconds` for each call that the search makes."""

    @contextlib.contextmanager
    def guard() -> Iterator[None]:
        global _depth, _seconds
        _seconds = call_seconds or seconds
        _planning.limit(max(seconds, 0.01), call_seconds)
        _depth += 1
        try:
            yield
        finally:
            _depth -= 1
            _planning.limit(0.0, 0.0)

    return guard
