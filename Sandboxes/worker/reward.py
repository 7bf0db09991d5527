"""A reward function's life in a worker: checked on a probe, then called chunk by chunk."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json

import critique
import faults
import numpy as np
import results
import state
import static_checks
from candidate_module import Candidate
from faults import Fault


@dataclasses.dataclass(frozen=True)
class Layout:
    """Where the signals of a chunk lie; `signals` maps a name to (byte offset, shape of one row)."""

    signals: dict[str, tuple[int, tuple[int, ...]]]
    ended_offset: int
    capacity_rows: int

    @staticmethod
    def of(layout: dict) -> Layout:
        """From the host's JSON."""
        signals = {entry["name"]: (entry["offset"], tuple(entry["shape"])) for entry in layout["signals"]}
        return Layout(signals, layout["ended_offset"], layout["capacity_rows"])


class Session:
    """One candidate in one worker."""

    def __init__(self, signals: memoryview, rewards: memoryview) -> None:
        self.signals_memory = signals
        self.out = np.frombuffer(rewards, dtype=np.float32)
        self.candidate: Candidate | None = None
        self.layout: Layout | None = None
        self.components: list[str] | None = None
        self.memory: dict[str, dict[str, np.ndarray]] = {}

    # Requests

    def load(self, code: str, layout: dict, constants: dict[str, float], signals: list[str] | None = None) -> dict:
        """Checks the text and runs the module. Answers with its description, without components."""
        self.candidate = None
        self.memory, self.components = {}, None
        self.layout = Layout.of(layout)
        text = static_checks.reread(code, list(self.layout.signals)) if signals is None else static_checks.check(code, signals)
        missing = [name for name in text.arguments if name != "memory" and name not in self.layout.signals]
        if missing:
            raise Fault("rejected", f'signal "{missing[0]}" is not recorded in this session')
        self.candidate = Candidate(text, constants)
        return {"candidate": self._description(None)}

    def check(
        self, code: str, layout: dict, constants: dict[str, float], signals: list[str], steps: int, environments: int
    ) -> dict:
        """Loads, runs twice on the probe, compares. Answers with the full description; the first run's values stay."""
        self.load(code, layout, constants, signals)
        candidate = self._loaded()
        with faults.guarded("comparing the module's state", candidate.text.lines):
            before = state.snapshot(candidate.module)
        count = steps * environments
        names = self._run(steps, environments, "probe", True)
        first = self.out[: count * (1 + len(names))].copy()
        again = self._run(steps, environments, "probe", True)
        second = self.out[: count * (1 + len(names))]
        if again != names:
            raise Fault("inconsistent", f"the components are {', '.join(names)} at first and {', '.join(again)} when called again")
        differing = np.flatnonzero(first.view(np.uint32) != second.view(np.uint32))
        with faults.guarded("comparing the module's state", candidate.text.lines):
            touched = state.changed(before, state.snapshot(candidate.module))
        if touched:
            words = f"a call changes {', '.join(touched[:5])}: only MEMORY may carry values from call to call"
            raise Fault("inconsistent", words)
        if differing.size:
            row = int(differing[0]) % count
            which = int(differing[0]) // count
            what = "the total" if which == 0 else f'component "{names[which - 1]}"'
            place = results.Place(steps, environments).words(row)
            raise Fault("inconsistent", f"{what} differs when called again with the same signals, first at {place}")
        self.memory.pop("probe", None)
        return {"candidate": self._description(first[:count])}

    def reward(self, steps: int, environments: int, stream: str, fresh: bool) -> dict:
        """Computes one chunk: rows = steps x environments of the signals memory into the rewards memory."""
        return {"components": self._run(steps, environments, stream, fresh)}

    def critique(self, code: str, signals: list[dict]) -> dict:
        """Facts from the text alone; `signals` gives `name`, `unit`, `low`, `high` of each."""
        return {"facts": critique.facts(code, signals)}

    def export_memory(self) -> dict:
        """Every stream's memory: name to base64 of (N,) float32, little endian."""
        streams = {
            stream: {name: base64.b64encode(array.astype("<f4").tobytes()).decode() for name, array in arrays.items()}
            for stream, arrays in self.memory.items()
        }
        return {"memory": streams}

    def import_memory(self, memory: dict[str, dict[str, str]]) -> dict:
        """Puts back what `export_memory` gave; the names must be the candidate's."""
        initial = self._loaded().text.memory
        for stream, arrays in memory.items():
            if arrays.keys() != initial.keys():
                raise Fault("error", f"the saved memory has the names {', '.join(arrays)}, expected {', '.join(initial)}")
            self.memory[stream] = {name: np.frombuffer(base64.b64decode(text), "<f4").copy() for name, text in arrays.items()}
        return {}

    # Calls

    def _loaded(self) -> Candidate:
        if self.candidate is None:
            raise Fault("error", "no candidate is loaded")
        return self.candidate

    def _views(self, candidate: Candidate, rows: int) -> dict[str, np.ndarray]:
        """Read-only (rows, ...) float32 views of the signals that the function takes, in its order."""
        assert self.layout is not None
        if not 0 < rows <= self.layout.capacity_rows:
            raise Fault("error", f"{rows} rows do not fit a memory of {self.layout.capacity_rows}")
        views = {}
        for name in candidate.signals:
            offset, shape = self.layout.signals[name]
            count = rows * int(np.prod(shape, dtype=np.int64))
            views[name] = np.frombuffer(self.signals_memory, np.float32, count, offset).reshape((rows, *shape))
        return views

    def _run(self, steps: int, environments: int, stream: str, fresh: bool) -> list[str]:
        """Calls the function on a whole chunk, or step by step where it uses memory. Gives the components' names."""
        candidate = self._loaded()
        views = self._views(candidate, steps * environments)
        with faults.guarded("compute_reward", candidate.text.lines):
            if candidate.uses_memory:
                names = self._run_steps(candidate, views, steps, environments, stream, fresh)
            else:
                result = candidate.entry(*views.values(), **candidate.chosen)
                total, components, _ = results.unpack(result, {})
                names = list(components)
                out = self._room(names, steps * environments)
                results.store(total, components, out, results.Place(steps, environments), views)
        self._same_components(names)
        return names

    def _run_steps(
        self, candidate: Candidate, views: dict[str, np.ndarray], steps: int, environments: int, stream: str, fresh: bool
    ) -> list[str]:
        """One call a step; rows of memory start anew where an episode ended."""
        assert self.layout is not None
        initial = candidate.text.memory
        memory = self.memory.get(stream)
        if fresh or memory is None:
            memory = {name: np.full(environments, value, np.float32) for name, value in initial.items()}
        if any(array.shape != (environments,) for array in memory.values()):
            raise Fault("error", f"the memory of stream {stream} is of another number of environments than {environments}")
        ended = np.frombuffer(self.signals_memory, np.uint8, steps * environments, self.layout.ended_offset) != 0
        names: list[str] | None = None
        for step in range(steps):
            rows = slice(step * environments, (step + 1) * environments)
            here = {name: view[rows] for name, view in views.items()}
            arguments = [memory if name == "memory" else here[name] for name in candidate.text.arguments]
            total, components, carried = results.unpack(candidate.entry(*arguments, **candidate.chosen), initial)
            if names is None:
                names = list(components)
                out = self._room(names, steps * environments)
            elif list(components) != names:
                raise Fault("error", f"the components are {', '.join(names)} at step 0, but {', '.join(components)} at step {step}")
            place = results.Place(steps, environments, step)
            results.store(total, components, out[:, rows], place, here)
            memory = results.carried_memory(carried, initial, environments, f"step {step} of {steps}")
            for name, value in initial.items():
                memory[name][ended[rows]] = value
        self.memory[stream] = memory
        return names or []

    def _room(self, names: list[str], rows: int) -> np.ndarray:
        """The rewards memory as (1 + components, rows)."""
        count = rows * (1 + len(names))
        if count > self.out.size:
            raise Fault("error", f"{len(names)} components of {rows} rows do not fit the rewards memory")
        return self.out[:count].reshape(1 + len(names), rows)

    def _same_components(self, names: list[str]) -> None:
        if self.components is None:
            self.components = names
        elif names != self.components:
            raise Fault("inconsistent", f"the components were {', '.join(self.components)}, now they are {', '.join(names)}")

    # Description

    def _description(self, totals: np.ndarray | None) -> dict:
        candidate = self._loaded()
        return {
            "signals": list(candidate.signals),
            "components": self.components or [],
            "constants": candidate.constants,
            "memory": candidate.text.memory,
            "normalised": "" if totals is None else static_checks.normalised(candidate.text.code),
            "fingerprint": "" if totals is None else _fingerprint(totals),
            "lines": len(candidate.text.lines),
        }


def _fingerprint(totals: np.ndarray) -> str:
    """Hash of (rows,) totals, rounded to six digits of the largest: equal for rewards that act alike on the probe."""
    values = totals.astype(np.float64)
    largest = float(np.max(np.abs(values))) if values.size else 0.0
    quantum = 10.0 ** (np.floor(np.log10(largest)) - 5) if largest > 0 else 1.0
    whole = np.rint(values / quantum).astype(np.int64)
    return hashlib.sha256(json.dumps([float(quantum), whole.size]).encode() + whole.tobytes()).hexdigest()
