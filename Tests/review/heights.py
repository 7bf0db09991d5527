"""Measures how high policies carry the torso; run by the trainer's Python with ``Sandboxes`` on its path.

usage: heights.py ENVIRONMENT POLICY.npz…

Prints a JSON object: path of the policy to the mean of the signal ``torso_height`` (m) over the steps of four episodes
that begin alike for all policies.
"""

from __future__ import annotations

import json
import sys

import numpy as np
from trainer.environment import Environment
from trainer.environments import environment as find
from trainer.learner import stream
from trainer.policy import Policy
from trainer.simulation import Recording, make_world

_EPISODES = 4
_LONGEST = 400


def height(environment: Environment, path: str) -> float:
    """Gives the mean torso height (m) of a policy over the steps of its episodes."""
    policy = Policy.load(environment, path)
    world = make_world(environment, _EPISODES, stream(1, "final"))
    recording = Recording(environment, 1, _EPISODES)
    (signal,) = (signal for signal in environment.signals if signal.name == "torso_height")
    running = np.ones(_EPISODES, dtype=bool)
    values: list[np.ndarray] = []
    for _ in range(min(environment.horizon, _LONGEST)):
        ids = None if running.all() else np.flatnonzero(running).astype(np.int32)
        world.step(policy.act(world.observation), recording, 0, ids)
        steps = np.asarray(signal.compute(recording.steps(1)))[0]
        values.append(steps[running])
        running &= ~recording.ended[0]
        if not running.any():
            break
    world.close()
    return float(np.concatenate(values).mean())


if __name__ == "__main__":
    chosen = find(sys.argv[1])
    print(json.dumps({path: height(chosen, path) for path in sys.argv[2:]}))
