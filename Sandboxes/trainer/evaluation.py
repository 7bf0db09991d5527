"""Measures a policy without noise over whole episodes; fitness is computed here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from trainer.environment import Environment, Episodes, Steps
from trainer.learner import stream
from trainer.policy import Policy
from trainer.simulation import Recording, make_world

import numpy as np

Rewards = Callable[[Steps, np.ndarray, bool], np.ndarray]
"""Gives the totals (T, N) of steps (T, N) with ends (T, N); the flag says that episodes begin here."""


@dataclass(frozen=True)
class Evaluation:
    """Gives, for each episode: fitness, return under the candidate's reward (or zero), length, whether it ended for good.

    ``outcomes``: the environment's own named figures of each episode, where it has any.
    """

    fitness: np.ndarray
    own_reward: np.ndarray
    length: np.ndarray
    terminated: np.ndarray
    outcomes: dict[str, np.ndarray] = field(default_factory=dict)

    def figures(self) -> dict[str, float | None]:
        """Gives the mean of every outcome over the episodes that have it; None where none has."""
        known = {name: values[np.isfinite(values)] for name, values in self.outcomes.items()}
        return {name: float(values.mean()) if values.size else None for name, values in known.items()}


def evaluate(
    environment: Environment,
    policy: Policy,
    seed: int,
    purpose: str,
    episodes: int,
    rows: int,
    rewards: Rewards | None,
    beat: Callable[[], None],
) -> Evaluation:
    """Runs ``episodes`` episodes from starts that ``seed`` and ``purpose`` fix for every policy alike.

    Steps go to ``rewards`` in chunks of at most ``rows`` rows; ``beat`` is called every hundred steps. A copy
    whose episode is over stands still, repeats its last row and counts no more.
    """
    simulation = make_world(environment, episodes, stream(seed, purpose))
    length = max(1, min(environment.horizon, rows // episodes))
    recording = Recording(environment, length, episodes)
    first = {name: values.copy() for name, values in simulation.state.items()}
    last = {name: values.copy() for name, values in simulation.state.items()}
    own = np.zeros(episodes)
    lengths = np.zeros(episodes, dtype=np.int64)
    terminated = np.zeros(episodes, dtype=bool)
    running = np.ones(episodes, dtype=bool)
    counted = np.zeros((length, episodes), dtype=bool)
    fresh, row, step = True, 0, 0
    while running.any():
        ids = None if running.all() else np.flatnonzero(running).astype(np.int32)
        simulation.step(policy.act(simulation.observation), recording, row, ids)
        counted[row] = running
        ending = running & recording.ended[row]
        for name, values in recording.after.items():
            last[name][ending] = values[row, ending]
        lengths[ending] = simulation.age[ending]
        terminated[ending] = recording.terminated[row, ending]
        running &= ~ending
        row += 1
        step += 1
        if step % 100 == 0:
            beat()
        if row == length or not running.any():
            if rewards is not None:
                totals = rewards(recording.steps(row), recording.ended[:row], fresh)
                own += np.where(counted[:row], totals, 0.0).sum(axis=0)
            fresh, row = False, 0
    simulation.close()
    whole = Episodes(first, last, lengths, terminated)
    outcomes = dict(environment.outcomes(whole)) if environment.outcomes is not None else {}
    return Evaluation(environment.score(whole), own, lengths, terminated, outcomes)
