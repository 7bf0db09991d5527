"""Compares a whole training's speed with that of the bare simulator, in one process and by CPU time."""

from __future__ import annotations

import mmap
import resource
import time
from collections.abc import Callable
from typing import Any

from trainer.environment import Environment, Steps
from trainer.environments import environment as find
from trainer.layout import SignalMemory, bytes_needed
from trainer.simulation import load_model
from trainer.training import Request, Training

import mujoco
import numpy as np

_SIGNALS = ("x_velocity", "action", "terminated", "torso_height", "joint_velocities", "observation")


class _TrustedHost:
    """Answers with a reward written here, after writing signals to memory as a real host would have them."""

    def __init__(self, environment: Environment, memory: SignalMemory) -> None:
        self._signals = memory
        self._reward: Callable[[Steps], np.ndarray] = _reward_for(environment)

    def rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        del which, fresh
        self._signals.write(steps, ended)
        return self._reward(steps).astype(np.float32)

    def checkpoint(self, point: dict[str, Any]) -> None:
        del point

    def saving(self) -> None:
        pass

    def beat(self) -> None:
        pass


def _reward_for(environment: Environment) -> Callable[[Steps], np.ndarray]:
    names = {signal.name for signal in environment.signals}

    def reward(steps: Steps) -> np.ndarray:
        total = 1.0 - steps.terminated
        if "x_velocity" in names:
            total = total + environment.signal("x_velocity").compute(steps)
        return total - 0.5 * np.square(steps.action).sum(axis=-1)

    return reward


def _bare_speed(environment: Environment, steps: int, seed: int) -> float:
    """Counts environment steps a CPU second of ``mj_step`` alone, with random actions, resets left out."""
    model = load_model(environment)
    data = mujoco.MjData(model)
    generator = np.random.default_rng(seed)
    limit = environment.action_limit
    actions = generator.uniform(-limit, limit, (steps, environment.action_size))
    state = {"qpos": data.qpos, "qvel": data.qvel}
    spent = 0.0
    for first in range(0, steps, 20):
        if first % environment.horizon == 0 or environment.terminates(state):
            mujoco.mj_resetData(model, data)
            qpos, qvel = environment.reset(generator, 1)
            data.qpos[:], data.qvel[:] = qpos[0], qvel[0]
        start = time.process_time()
        for action in actions[first : first + 20]:
            data.ctrl[:] = action
            mujoco.mj_step(model, data, nstep=environment.substeps)
        spent += time.process_time() - start
    return steps / spent


def bench(name: str, steps: int, seed: int) -> dict[str, Any]:
    """Measures one environment; half of the bare steps run before the training and half after it.

    The first training, of one batch, compiles and warms up and is reported apart. The figure counts training
    steps alone, against all CPU time: collecting, signals, updates, checkpoints without their episodes.
    """
    environment = find(name)
    names = [item for item in _SIGNALS if item in {signal.name for signal in environment.signals}]
    rows = environment.learner.batch
    mapping = mmap.mmap(-1, bytes_needed(environment, names, rows))
    host = _TrustedHost(environment, SignalMemory(mapping, environment, names, rows))
    start = time.process_time()
    _train(environment, host, rows, seed)
    warm_up = time.process_time() - start
    before = _bare_speed(environment, max(steps // 20, 2000), seed)
    result, seconds, update = _train(environment, host, steps, seed)
    after = _bare_speed(environment, max(steps // 20, 2000), seed + 1)
    bare = 2.0 / (1.0 / before + 1.0 / after)
    trained = result["env_steps"]
    speed = trained / seconds
    return {
        "environment": name,
        "bare_steps_per_cpu_second": round(bare),
        "training_steps_per_cpu_second": round(speed),
        "share": round(speed / bare, 4),
        "share_with_evaluation": round(
            (trained + result["evaluation_steps"]) / result["cpu_seconds"] / bare, 4
        ),
        "update_share": round(update / seconds, 4),
        "training_steps": trained,
        "evaluation_steps": result["evaluation_steps"],
        "warm_up_cpu_seconds": round(warm_up, 2),
        "peak_resident_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def _train(environment: Environment, host: _TrustedHost, steps: int, seed: int) -> tuple[dict, float, float]:
    """Trains; gives the result, the CPU seconds outside evaluations, and those of the updates."""
    request = Request(environment.name, seed, steps, checkpoints=1, curve_episodes=1, final_episodes=0)
    training = Training(environment, request, host)
    spent = {"improve": 0.0, "checkpoint": 0.0}

    def timed(key: str, function: Callable) -> Callable:
        def call(*arguments: Any) -> Any:
            start = time.process_time()
            value = function(*arguments)
            spent[key] += time.process_time() - start
            return value

        return call

    training.learner.improve = timed("improve", training.learner.improve)
    training._checkpoint = timed("checkpoint", training._checkpoint)
    result = training.run()
    training.close()
    return result, result["cpu_seconds"] - spent["checkpoint"], spent["improve"]


def bare(name: str, steps: int, seed: int) -> dict[str, Any]:
    """Measures the bare simulator of one environment only."""
    environment = find(name)
    return {"environment": name, "bare_steps_per_cpu_second": round(_bare_speed(environment, steps, seed))}
