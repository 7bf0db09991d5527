"""Records a short stretch of random behaviour, on which rewards are tried before anything is trained."""

from __future__ import annotations

from trainer.environment import Environment, Steps
from trainer.learner import stream
from trainer.simulation import Recording, make_world

import numpy as np

_LONGEST_WAIT = 300


def probe(
    environment: Environment, seed: int, steps: int, copies: int, idle: bool = False
) -> tuple[Steps, np.ndarray]:
    """Gives ``steps`` steps of ``copies`` copies under random actions, and where episodes ended, (T, N).

    Episodes that end for good are in the stretch where random behaviour brings one about within 300 steps:
    the stretch is placed around the first of them. Every fourth copy reaches its time limit in it.
    With ``idle`` every action is zero instead, and the stretch is the beginning of the episodes.
    """
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
