"""What runs inside a worker: one candidate's code, called on request.

Order of reading: `harness` (requests) -> `static_checks` (text to a checked syntax tree) -> `candidate_module` (module and
entry point) -> `reward` (calls on chunks of signals) -> `results` (what a call may return) -> `state` (what a call may
not change). `critique` reads the text for slips. `faults` holds the verdicts, `time_limit` the interruption of slow
code. For planning heuristics:
`heuristic` -> `heuristic_text` -> `heuristic_candidate` -> `heuristic_task` (what they see of a task), `planning_jobs` (what the
planner does for them), `pure_functions` (what of them is remembered), `cpu_limit`.

Nothing here is a security boundary: the process is locked down from outside before the first request arrives, and the
host believes nothing but the reward values, which it checks itself.
"""

import json
import os
from collections.abc import Callable

# Before the first library: seeding `random` anew in every fork would cost each worker 0.9 ms, and nobody uses it.
os.register_at_fork = lambda **_calls: None  # type: ignore[assignment]

import faults  # noqa: E402
import heuristic  # noqa: E402
import preparation  # noqa: E402
import rehearsal  # noqa: E402
import reward  # noqa: E402
import time_limit  # noqa: E402

_session: reward.Session
_heuristics: heuristic.Session | None = None
_memory: tuple[memoryview, memoryview]


def prepare() -> str:
    """Gets everything into memory that candidates may need, once, in the zygote. Returns versions as JSON."""
    rehearsal.rehearse()
    return preparation.prepare()


def rehearse(rewards: memoryview) -> None:
    """Runs a harmless candidate in a new worker the way a real one will be run, before it is locked down."""
    global _memory
    _memory = memoryview(b""), rewards
    time_limit.start()
    rehearsal.rehearse_briefly(begin, handle)


def begin(signals: memoryview, rewards: memoryview | None, soft_seconds: float) -> None:
    """Gives a worker its work: `signals` is read-only, `rewards` writable and None for that of the rehearsal; both are bytes."""
    global _session, _memory
    _memory = signals, _memory[1] if rewards is None else rewards
    _session = reward.Session(*_memory)
    time_limit.limit(soft_seconds)


def _heuristic(name: str) -> Callable[..., dict]:
    """A request about a heuristic; the memory then holds texts instead of signals."""
    global _heuristics
    if _heuristics is None:
        _heuristics = heuristic.Session(*_memory)
    return getattr(_heuristics, name)


def handle(body: bytes) -> bytes:
    """Answers one request, JSON in and JSON out. A fault of the candidate is an answer too."""
    answer: dict[str, object]
    try:
        request = json.loads(body)
        name = request.pop("do")
        if name.startswith("heuristic_"):
            return _encoded({"ok": True, **_heuristic(name.removeprefix("heuristic_"))(**request)})
        do = {
            "check": _session.check,
            "load": _session.load,
            "reward": _session.reward,
            "critique": _session.critique,
            "export_memory": _session.export_memory,
            "import_memory": _session.import_memory,
        }[name]
        answer = {"ok": True, **do(**request)}
    except faults.Fault as fault:
        answer = fault.as_answer()
    except time_limit.TimeLimit as limit:
        answer = faults.Fault("time", f"took longer than {limit.seconds:g} s", limit.line).as_answer()
    except MemoryError:
        answer = faults.Fault("memory", "more memory was needed than the limit allows").as_answer()
    except Exception as error:  # our own fault, or a candidate that broke the interpreter around us
        answer = faults.Fault("error", f"the harness failed: {type(error).__name__}: {error}").as_answer()
    return _encoded(answer)


def _encoded(answer: dict[str, object]) -> bytes:
    return json.dumps(answer).encode()
