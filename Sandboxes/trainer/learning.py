"""Trains once with one of the reward files that ship, in this process, to compare the learner with others.

Those files are trusted; a candidate never comes here.
"""

from __future__ import annotations

import inspect
import pathlib
import time
from typing import Any

from trainer.environment import Environment, Steps
from trainer.environments import environment as find
from trainer.training import Request, Training

import numpy as np


class _FileHost:
    """Answers a training with the function of a reward file."""

    def __init__(self, environment: Environment, file: pathlib.Path) -> None:
        space: dict[str, Any] = {"np": np}
        exec(compile(file.read_text(), str(file), "exec"), space)
        self._reward = space["compute_reward"]
        parameters = inspect.signature(self._reward).parameters.values()
        self._signals = [
            environment.signal(item.name) for item in parameters if item.kind == item.POSITIONAL_OR_KEYWORD
        ]

    def rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        rows = ended.size
        inputs = [
            np.asarray(signal.compute(steps), dtype=np.float32).reshape(rows, *signal.shape)
            for signal in self._signals
        ]
        return self._reward(*inputs)[0].astype(np.float32).reshape(ended.shape)

    def checkpoint(self, point: dict[str, Any]) -> None:
        pass

    def saving(self) -> None:
        pass

    def beat(self) -> None:
        pass


def learn(name: str, reward: str, steps: int, seed: int, episodes: int) -> dict[str, Any]:
    """Trains and gives the last policy's mean return under the reward, its fitness, and the CPU seconds.

    The seconds are those of learning alone, compiling included, without the measurement at the end.
    """
    environment = find(name)
    folder = pathlib.Path(environment.rewards or pathlib.Path(__file__).parent / "rewards" / name)
    file = folder / f"{reward}.py"
    request = Request(name, seed, steps, checkpoints=1, curve_episodes=episodes, final_episodes=0)
    training = Training(environment, request, _FileHost(environment, file))
    spent = 0.0
    measure = training._checkpoint

    def timed() -> None:
        nonlocal spent
        start = time.process_time()
        measure()
        spent += time.process_time() - start

    training._checkpoint = timed
    result = training.run()
    training.close()
    last = result["curve"][-1]
    return {
        "environment": name,
        "reward": reward,
        "seed": seed,
        "steps": result["env_steps"],
        "mean_return": last["own_reward"],
        "fitness": last["fitness"],
        "cpu_seconds": result["cpu_seconds"] - spent,
    }
