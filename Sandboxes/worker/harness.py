"""What runs inside a worker: one candidate's code, called on request.

Order of reading: `harness` (requests) -> `static_checks` (text to a checked syntax tree) -> `candidate_module` (module and
entry point) -> `reward` (calls on chunks of signals) -> `results` (what a call may return) -> `state` (what a call may
not change). `faults` holds the verdicts, `time_limit` the interruption of slow code.

Nothing here is a security boundary: the process is locked down from outside before the first request arrives, and the
host believes nothing but the reward values, which it checks itself.
"""

import json
import os

# Before the first library: seeding `random` anew in every fork would cost each worker 0.9 ms, and nobody uses it.
os.register_at_fork = lambda **_calls: None  # type: ignore[assignment]

import faults  # noqa: E402
import preparation  # noqa: E402
import rehearsal  # noqa: E402
import reward  # noqa: E402
import time_limit  # noqa: E402

_session: reward.Session


def prepare() -> str:
    """Gets everything into memory that candidates may need, once, in the zygote. Returns versions as JSON."""
    rehearsal.rehearse()
    return preparation.prepare()


def rehearse() -> None:
    """Runs a harmless candidate in a spare worker, before it is locked down."""
    rehearsal.rehearse_briefly()


def begin(signals: memoryview, rewards: memoryview, soft_seconds: float) -> None:
    """Starts a worker: `signals` is read-only, `rewards` writable, both bytes of the shared memory."""
    global _session
    _session = reward.Session(signals, rewards)
    time_limit.start(soft_seconds)


def handle(body: bytes) -> bytes:
    """Answers one request, JSON in and JSON out. A fault of the candidate is an answer too."""
    answer: dict[str, object]
    try:
        request = json.loads(body)
        do = {
            "check": _session.check,
            "load": _session.load,
            "reward": _session.reward,
            "export_memory": _session.export_memory,
            "import_memory": _session.import_memory,
        }[request.pop("do")]
        answer = {"ok": True, **do(**request)}
    except faults.Fault as fault:
        answer = fault.as_answer()
    except time_limit.TimeLimit as limit:
        answer = faults.Fault("time", f"took longer than {limit.seconds:g} s", limit.line).as_answer()
    except MemoryError:
        answer = faults.Fault("memory", "more memory was needed than the limit allows").as_answer()
    except Exception as error:  # our own fault, or a candidate that broke the interpreter around us
        answer = faults.Fault("error", f"the harness failed: {type(error).__name__}: {error}").as_answer()
    return json.dumps(answer).encode()
