"""Records a short stretch of behaviour, on which rewards are tried before anything is trained."""

from __future__ import annotations

from typing import Any

from trainer.environment import Environment, Episodes, Steps
from trainer.learner import stream
from trainer.policy import Policy
from trainer.simulation import Recording, make_world

import numpy as np

_LONGEST_WAIT = 300
_LONGEST_APPROACH = 100
_SEGMENT = 8


def probe(
    environment: Environment,
    seed: int,
    steps: int,
    copies: int,
    idle: bool = False,
    policy: str | None = None,
) -> tuple[Steps, np.ndarray]:
    """Gives ``steps`` steps of ``copies`` copies under random actions, and where episodes ended, (T, N).

    Episodes that end for good are in the stretch where random behaviour brings one about within 300 steps:
    the stretch is placed around the first of them. Every fourth copy reaches its time limit in it.
    With ``idle`` every action is zero instead, and the stretch is the beginning of the episodes. With a
    ``policy`` file its deterministic actions are taken, and the stretch follows a while of them.
    """
    if policy is not None:
        return _by_policy(environment, Policy.load(environment, policy), seed, steps, copies)
    generator = stream(seed, "probe")
    simulation = make_world(environment, copies, generator)
    recording = Recording(environment, _LONGEST_WAIT + steps, copies)
    limit = environment.action_limit
    end, row = steps if idle else _LONGEST_WAIT + steps, 0
    found = idle
    while row < end:
        if environment.choices:
            action = generator.integers(environment.choices, size=(copies, 1)).astype(np.float64)
        else:
            action = generator.uniform(-limit, limit, (copies, environment.action_size))
        if idle:
            action[:] = 0.0
        simulation.step(action, recording, row)
        if not found and (recording.terminated[row].any() or row + 1 == _LONGEST_WAIT):
            found = True
            end = max(steps, row + 1 + steps // 2)
            simulation.age[::4] = environment.horizon - 1
        simulation.reset_ended(recording, row)
        row += 1
    steps_all = recording.steps(row)
    result = _tail(steps_all, row - steps)
    ended = recording.ended[row - steps : row].copy()
    simulation.close()
    return result, ended


def _by_policy(
    environment: Environment, policy: Policy, seed: int, steps: int, copies: int
) -> tuple[Steps, np.ndarray]:
    """Records what a policy does once it is on its way: after 100 steps, or a quarter of a short episode."""
    simulation = make_world(environment, copies, stream(seed, "probe"))
    start = min(_LONGEST_APPROACH, environment.horizon // 4)
    recording = Recording(environment, start + steps, copies)
    for row in range(start + steps):
        simulation.step(policy.act(simulation.observation), recording, row)
        simulation.reset_ended(recording, row)
    simulation.close()
    return _tail(recording.steps(start + steps), start), recording.ended[start:].copy()


def segments(environment: Environment, recorded: Steps, ended: np.ndarray) -> list[dict[str, Any]]:
    """Scores pieces of eight steps as if each were an episode: what a reward should rank them by.

    Pieces over which an episode ended are left out, unless it was with their last step. An environment with a
    world of its own keeps its score elsewhere; then there are none.
    """
    if environment.world is not None:
        return []
    found = []
    length = min(_SEGMENT, len(ended))
    for start in range(0, len(ended) - length + 1, length):
        last = start + length - 1
        whole = np.flatnonzero(~ended[start:last].any(axis=0))
        if not whole.size:
            continue
        pieces = Episodes(
            first={name: values[start, whole] for name, values in recorded.before.items()},
            last={name: values[last, whole] for name, values in recorded.after.items()},
            length=np.full(whole.size, length),
            terminated=recorded.terminated[last, whole],
        )
        for copy, score in zip(whole, environment.score(pieces), strict=True):
            if np.isfinite(score):
                found.append({"copy": int(copy), "start": start, "length": length, "score": float(score)})
    return found


def _tail(steps: Steps, start: int) -> Steps:
    """Cuts away the rows before ``start``."""
    return Steps(
        before={name: values[start:] for name, values in steps.before.items()},
        after={name: values[start:] for name, values in steps.after.items()},
        action=steps.action[start:],
        previous_action=steps.previous_action[start:],
        observation=steps.observation[start:],
        previous_observation=steps.previous_observation[start:],
        terminated=steps.terminated[start:],
        count=steps.count[start:],
        interval=steps.interval,
    )
