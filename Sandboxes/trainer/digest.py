"""Digests the episodes that measure a policy: the best, the median and the worst, signal by signal.

What is kept is small and the same for equal trainings: means over eight parts of an episode, extremes, how it
began and ended, how far and how restlessly a signal moved.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from trainer.environment import Environment, Signal, Steps
from trainer.evaluation import Evaluation

import numpy as np

PARTS = 8
_LEFT_OUT = ("time", "terminated", "observation", "previous_observation")
_NEAR_LIMIT = 0.99


class EpisodeWatch:
    """Stands where rewards are asked for, keeps every signal on the way, and gives the rewards on.

    ``ask(steps, ended, fresh)`` gives totals (T, N). Vectors are kept as their root mean square.
    """

    def __init__(
        self, environment: Environment, ask: Callable[[Steps, np.ndarray, bool], np.ndarray]
    ) -> None:
        self._environment = environment
        self._ask = ask
        self._signals = [
            signal
            for signal in environment.signals
            if signal.name not in _LEFT_OUT and not signal.name.startswith("previous_")
        ]
        self._values: dict[str, list[np.ndarray]] = {signal.name: [] for signal in self._signals}
        self._actions: list[np.ndarray] = []

    def __call__(self, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        """Keeps the signals of a chunk and gives its totals (T, N)."""
        for signal in self._signals:
            values = np.asarray(signal.compute(steps), dtype=np.float32)
            if signal.shape:
                axes = tuple(range(2, values.ndim))
                values = np.sqrt(np.mean(np.square(values, dtype=np.float64), axis=axes))
            self._values[signal.name].append(np.array(values, dtype=np.float32))
        self._actions.append(np.array(steps.action, dtype=np.float32))
        return self._ask(steps, ended, fresh)

    def digest(self, result: Evaluation) -> dict[str, Any]:
        """Sums up all episodes, and three of them signal by signal."""
        fitness, own, length, terminated = result.fitness, result.own_reward, result.length, result.terminated
        success = result.outcomes.get("success")
        order = np.argsort(fitness, kind="stable")
        roles = {"best": int(order[-1]), "median": int(order[(len(order) - 1) // 2]), "worst": int(order[0])}
        whole = {name: np.concatenate(parts) for name, parts in self._values.items()}
        actions = np.concatenate(self._actions)
        return {
            "horizon": self._environment.horizon,
            "count": len(order),
            "terminated": int(terminated.sum()),
            "mean_length": _short(float(length.mean())),
            "agreement": _rank_correlation(own, fitness),
            "outcomes": {
                name: _short(value) for name, value in result.figures().items() if value is not None
            },
            "episodes": [
                {
                    "role": role,
                    "index": index,
                    "fitness": _short(float(fitness[index])),
                    "own_reward": _short(float(own[index])),
                    "length": int(length[index]),
                    "terminated": bool(terminated[index]),
                    "succeeded": None if success is None else bool(success[index]),
                    "at_limits": self._at_limits(actions[: length[index], index]),
                    "turns": _turns(actions[: length[index], index]),
                    "signals": [
                        _series(signal, whole[signal.name][: length[index], index])
                        for signal in self._signals
                    ],
                }
                for role, index in roles.items()
            ],
        }

    def _at_limits(self, actions: np.ndarray) -> float:
        """Share of the controls (T, A) at a limit; 0 where actions are choices."""
        if self._environment.choices or not actions.size:
            return 0.0
        return _short(float((np.abs(actions) >= _NEAR_LIMIT * self._environment.action_limit).mean()))


def _series(signal: Signal, values: np.ndarray) -> dict[str, Any]:
    """Sums up one signal (T,) of one episode."""
    wide = values.astype(np.float64)
    edges = np.linspace(0, len(wide), min(PARTS, len(wide)) + 1).round().astype(int)
    return {
        "name": signal.name,
        "parts": [_short(float(wide[a:b].mean())) for a, b in itertools.pairwise(edges)],
        "first": _short(float(wide[0])),
        "last": _short(float(wide[-1])),
        "low": _short(float(wide.min())),
        "high": _short(float(wide.max())),
        "mean": _short(float(wide.mean())),
        "deviation": _short(float(wide.std())),
        "path": _short(float(np.abs(np.diff(wide)).sum())),
    }


def _turns(actions: np.ndarray) -> float:
    """Share of steps at which a control (T, A) turns round by more than a tenth of its own range, 0 to 1."""
    if len(actions) < 3:
        return 0.0
    change = np.diff(actions, axis=0)
    floor = 0.1 * np.ptp(actions, axis=0)
    large = (np.abs(change[1:]) > floor) & (np.abs(change[:-1]) > floor)
    return _short(float(((change[1:] * change[:-1] < 0) & large).mean()))


def _rank_correlation(one: np.ndarray, other: np.ndarray) -> float | None:
    """Spearman's correlation of two (N,), ties sharing their rank; None where one of them never changes."""
    ranks = [_ranks(values) - (len(values) - 1) / 2 for values in (one, other)]
    sizes = [float(np.sqrt((rank**2).sum())) for rank in ranks]
    if len(one) < 4 or 0.0 in sizes:
        return None
    return _short(float((ranks[0] * ranks[1]).sum()) / (sizes[0] * sizes[1]))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks from 0 of (N,); equal values share the mean of theirs."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    equal = (values[None, :] == values[:, None]).sum(axis=1)
    return below + (equal - 1) / 2


def _short(value: float) -> float:
    """Four significant digits."""
    return float(f"{value:.4g}")
