"""A heuristic's life in a worker: checked on states of a task, then asked by the search for as long as it takes.

The search itself runs in this process, in Swift; the plan goes out, and the host validates it.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
from collections.abc import Iterator

import _planning
import cpu_limit
import faults
import heuristic_text
import numpy as np
import planning_jobs
import static_checks
import time_limit
from faults import Fault
from heuristic_candidate import Candidate, offer_modules
from heuristic_task import Task, describe


class Unusable(Exception):
    """An answer of the heuristic that is no estimate."""

    def __init__(self, verdict: str, words: str) -> None:
        super().__init__(verdict, words)
        self.verdict, self.words = verdict, words


class _Asked:
    """What the candidate is asked about at the moment."""

    state: object = None


class Session:
    """One candidate on one task in one worker."""

    def __init__(self, texts: memoryview, outbox: memoryview) -> None:
        """`texts` holds domain and task, one after the other; long answers go to `outbox`."""
        self.texts, self.outbox = texts, outbox
        cpu_limit.start()
        _planning.begin(time_limit.TimeLimit, Unusable, np.number)
        offer_modules()

    # Requests

    def check(self, code: str, task: dict, constants: dict[str, float], states: int, seed: int) -> dict:
        """Text, module, constructor, and estimates of sampled states, twice and in another order the second time."""
        candidate = self._load(code, task, constants)
        sampled = [state for state, _ in planning_jobs.ask("sample", count=states, seed=seed).get("states", [])]
        values = self._estimates(candidate, sampled, task)
        again = self._estimates(candidate, sampled[::-1], task)[::-1]
        for state, first, second in zip(sampled, values, again, strict=True):
            if first != second:
                words = f"the estimate was {first:g} at first and {second:g} when asked again, on the state {describe(state)}"
                raise Fault("inconsistent", words)
        return {"heuristic": self._description(candidate, values)}

    def values(self, code: str, task: dict, constants: dict[str, float], states: int, seed: int, facts: bool) -> dict:
        """Estimates of sampled states, and, with `facts`, the states themselves in the outbox, a line each."""
        candidate = self._load(code, task, constants)
        sampled = [state for state, _ in planning_jobs.ask("sample", count=states, seed=seed, length=200).get("states", [])]
        values = self._estimates(candidate, sampled, task)
        answer: dict[str, object] = {"heuristic": self._description(candidate, values)}
        if facts:
            answer["outbox"] = self._post("\n".join(" ".join(sorted(state)) for state in sampled))
        return answer

    def solve(self, code: str, task: dict, constants: dict[str, float], search: dict) -> dict:
        """Searches. The answer's `ending` says how that went; a plan lies in the outbox."""
        try:
            candidate = self._load(code, task, constants)
        except planning_jobs.TaskTooSlow:
            return {"run": {"ending": "time"}}
        left = task["cpu_seconds"] - _planning.cpu_seconds() - 0.02
        with self._asking(candidate, task, max(left, 0.01)):
            answers = planning_jobs.ask("solve", **search, cpu_seconds=left, memory_bytes=task["memory_bytes"])
        plan = answers.pop("plan", None)
        late = answers.pop("late")
        if late and plan is None:
            answers["ending"] = "time"
        answers["initial_value"] = _bounded(answers.get("initial_value", math.nan))
        answers |= {"grounding_seconds": self.grounding_seconds, "constructor_seconds": self.constructor_seconds}
        answers["heuristic_seconds"] = _planning.calling_seconds()
        return {"run": answers, "outbox": None if plan is None else self._post(plan)}

    def diagnose(self, code: str, task: dict, constants: dict[str, float], plan: str | None, steps: int) -> dict:
        """Follows the estimates downhill until no successor is better, and compares estimates with a plan's length."""
        candidate = self._load(code, task, constants)
        began, count = _planning.cpu_seconds(), 0
        state, best, walked, stuck = _planning.initial(), None, 0, None
        while walked <= steps and stuck is None:
            if best is None:
                best = self._estimates(candidate, [state], task)[0]
            answers = planning_jobs.ask("successors", state=state, limit=2000)
            if answers["is_goal"]:
                break
            successors = answers.get("successors", [])
            values = self._estimates(candidate, [after for after, _ in successors], task)
            count += len(values) + 1
            least = min(values, default=math.inf)
            if least < best:
                state, best = successors[values.index(least)][0], least
                walked += 1
                continue
            ranked = sorted(zip(values, (action for _, action in successors), strict=True))
            stuck = {
                "state": sorted(state)[:200], "value": _bounded(best), "steps_from_start": walked,
                "successors": [{"action": action, "value": _bounded(value)} for value, action in ranked[:20]],
            }  # fmt: skip
        seconds = _planning.cpu_seconds() - began
        along, values = self._along(candidate, task, plan)
        return {
            "diagnosis": {
                "stuck": stuck,
                "reached_goal": stuck is None and walked <= steps,
                "steps": walked,
                "worst_overestimates": self._overestimates(along, values),
                "plan_values": [_bounded(value) for value in values[:500]],
                "seconds_in_constructor": self.constructor_seconds,
                "microseconds_per_evaluation": 1e6 * _planning.calling_seconds() / max(count, 1),
                "evaluations_per_second": count / max(seconds, 1e-6),
                "share_in_heuristic": min(1.0, _planning.calling_seconds() / max(seconds, 1e-6)),
            }
        }

    # Parts

    def _load(self, code: str, task: dict, constants: dict[str, float]) -> Candidate:
        """Checks the text, opens the task, runs the module and the constructor, each within its share of the time."""
        text = heuristic_text.check(code)
        share = max(task["cpu_seconds"] / 10, 0.05)
        candidate = Candidate(text, share)
        if not hasattr(self, "task"):
            sizes = task["domain_bytes"], task["task_bytes"]
            domain, problem = bytes(self.texts[: sizes[0]]), bytes(self.texts[sizes[0] : sum(sizes)])
            left = task["cpu_seconds"] - _planning.cpu_seconds()
            limit = min(4_000_000, task["memory_bytes"] // 1000)
            opened = planning_jobs.open_task(domain, problem, left, limit, task["lifted"])
            self.grounding_seconds = opened["cpu_seconds"]
            self.task = Task(opened["name"], bool(opened["is_ground"]))
        began = _planning.cpu_seconds()
        try:
            candidate.construct(self.task, constants, share)
        except Fault as fault:
            if fault.verdict == "time":
                fault.detail += "; the constructor may use a tenth of the task's time"
            raise
        self.constructor_seconds = _planning.cpu_seconds() - began
        return candidate

    @contextlib.contextmanager
    def _asking(self, candidate: Candidate, task: dict, seconds: float) -> Iterator[_Asked]:
        """Turns what goes wrong while the candidate is asked into a verdict that names the state."""
        asked = _Asked()
        limit = cpu_limit.armed(seconds, max(1.0, task["cpu_seconds"] / 10))
        try:
            with faults.guarded("__call__", candidate.text.lines, limit):
                try:
                    yield asked
                except Unusable as answer:
                    raise Fault(answer.verdict, answer.words) from None
        except Fault as fault:
            state = _planning.last_state() if asked.state is None else asked.state
            if state is not None:
                fault.detail += f"; on the state {describe(state)}"
            raise

    def _estimates(self, candidate: Candidate, states: list, task: dict) -> list[float]:
        with self._asking(candidate, task, max(task["cpu_seconds"] - _planning.cpu_seconds(), 0.05)) as asked:
            found = []
            for state in states:
                asked.state = state
                found.append(_planning.estimate(state))
        return found

    def _along(self, candidate: Candidate, task: dict, plan: str | None) -> tuple[list, list[float]]:
        """States of a plan, the first and the last included, and their estimates."""
        if plan is None:
            return [], []
        states = [state for state, _ in planning_jobs.ask("follow", plan=plan).get("states", [])]
        return states, self._estimates(candidate, states, task)

    @staticmethod
    def _overestimates(states: list, values: list[float]) -> list[dict]:
        rows = [
            {"state": sorted(state)[:60], "value": _bounded(value), "remaining": len(states) - 1 - index}
            for index, (state, value) in enumerate(zip(states, values, strict=True))
        ]
        rows.sort(key=lambda row: row["remaining"] - (row["value"] if row["value"] >= 0 else math.inf))
        return rows[:5]

    def _description(self, candidate: Candidate, values: list[float]) -> dict:
        shown = ",".join(f"{value:.9g}" for value in values)
        return {
            "constants": candidate.constants,
            "has_preferred": candidate.has_preferred,
            "uses_fast_view": candidate.text.uses_fast_view,
            "normalised": static_checks.normalised(candidate.text.code),
            "fingerprint": hashlib.sha256(shown.encode()).hexdigest(),
            "values": [_bounded(value) for value in values],
            "lines": len(candidate.text.lines),
        }

    def _post(self, text: str) -> int:
        data = text.encode()
        if len(data) > len(self.outbox):
            raise Fault("error", f"an answer of {len(data)} bytes does not fit the outbox")
        self.outbox[: len(data)] = data
        return len(data)


def _bounded(value: float) -> float:
    """Infinity, which JSON lacks, as -1."""
    return value if math.isfinite(value) else -1.0
