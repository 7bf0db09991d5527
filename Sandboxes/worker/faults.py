"""Verdicts on a candidate, and the translation of its exceptions into them."""

from __future__ import annotations

import contextlib
import types
from collections.abc import Callable, Iterator

import time_limit

FILE_NAME = "candidate.py"
"""The name under which a candidate is compiled, so that tracebacks carry its own line numbers."""

_DETAIL, _TRACEBACK = 2000, 4000


class Fault(Exception):
    """A verdict other than `ok`: the word, a sentence for people and proposers, the line it is about."""

    def __init__(self, verdict: str, detail: str, line: int | None = None, trace: str | None = None) -> None:
        super().__init__(detail)
        self.verdict, self.detail, self.line, self.trace = verdict, detail, line, trace

    def as_answer(self) -> dict[str, object]:
        """The JSON body that the host reads; long texts are cut."""
        detail = self.detail if self.line is None else f"{FILE_NAME}:{self.line}: {self.detail}"
        return {
            "ok": False,
            "verdict": self.verdict,
            "detail": detail[:_DETAIL],
            "line": self.line,
            "traceback": None if self.trace is None else self.trace[-_TRACEBACK:],
        }


def _frames(traceback: types.TracebackType | None) -> list[tuple[int, str]]:
    """Line and function of each frame that belongs to the candidate, outermost first."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == FILE_NAME:
            found.append((traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return found


def _describe(error: BaseException, frames: list[tuple[int, str]], lines: list[str]) -> str:
    """A traceback of the candidate's own frames, in Python's usual form; long repetitions are left out."""
    text = ["Traceback (most recent call last):"]
    shown = frames if len(frames) <= 20 else frames[:10] + frames[-10:]
    for number, name in shown:
        source = lines[number - 1].strip() if 0 < number <= len(lines) else ""
        text.append(f'  File "{FILE_NAME}", line {number}, in {name}\n    {source}')
    text.append(_message(error))
    return "\n".join(text)


def _message(error: BaseException) -> str:
    """`Type: words`, also for exceptions whose words cannot be had."""
    name = type(error).__name__
    try:
        words = str(error)[:1000]
    except Exception:
        words = ""
    return f"{name}: {words}" if words else name


def _hint(error: BaseException) -> str:
    words = str(error) if type(error) is ValueError else ""
    if "read-only" in words:
        return " (signals are read-only; work on a copy, for example `action * 1.0`)"
    return ""


@contextlib.contextmanager
def guarded(
    what: str, lines: list[str], armed: Callable[[], contextlib.AbstractContextManager[None]] = time_limit.armed
) -> Iterator[None]:
    """Runs candidate code under the soft time limit and turns whatever it raises into a `Fault`."""
    try:
        with armed():
            yield
    except Fault:
        raise
    except time_limit.TimeLimit as limit:
        where = "" if limit.line is None else f", stopped at line {limit.line}"
        raise Fault("time", f"{what} took longer than {limit.seconds:g} s{where}", limit.line) from None
    except MemoryError as error:
        frames = _frames(error.__traceback__)
        error.__traceback__ = None
        line = frames[-1][0] if frames else None
        raise Fault("memory", f"{what} needed more memory than the limit allows", line) from None
    except BaseException as error:
        with time_limit.armed():
            frames = _frames(error.__traceback__)
            detail = f"{what} raised {_message(error)}{_hint(error)}"
            trace = _describe(error, frames, lines)
        raise Fault("error", detail, frames[-1][0] if frames else None, trace) from None
