"""Describes the environments in JSON for people, prompts and the host; imports neither MuJoCo nor JAX."""

from __future__ import annotations

import pathlib
from dataclasses import asdict
from typing import Any

from trainer.environment import Environment
from trainer.environments import environment as find
from trainer.environments import environments
from trainer.layout import bytes_needed

PROBE_STEPS = 64
PROBE_COPIES = 16


def describe(name: str | None = None) -> dict[str, Any]:
    """Gives every environment that ships, or the one named: task, fitness, signals, defaults, reward files.

    An environment that cannot be had is told as ``{"error": why}``.
    """
    if name is None:
        return {"schema": 1, "environments": [_describe(environment) for environment in environments()]}
    try:
        return {"schema": 1, "environments": [_describe(find(name))]}
    except (KeyError, ValueError) as error:
        return {"schema": 1, "environments": [], "error": str(error.args[0])}


def memory_bytes(environment: Environment) -> int:
    """Counts the bytes of shared memory that suffice for every training and probe of the environment."""
    rows = max(environment.learner.batch, PROBE_STEPS * PROBE_COPIES)
    return bytes_needed(environment, [signal.name for signal in environment.signals], rows)


def _describe(environment: Environment) -> dict[str, Any]:
    return {
        "name": environment.key or environment.name,
        "title": environment.title,
        "task": environment.task,
        "horizon": environment.horizon,
        "interval_seconds": environment.interval,
        "fitness": asdict(environment.fitness),
        "termination": environment.termination,
        "signals": [
            {
                "name": signal.name,
                "shape": list(signal.shape),
                "unit": signal.unit,
                "text": signal.text,
                "low": signal.low,
                "high": signal.high,
            }
            for signal in environment.signals
        ],
        "defaults": asdict(environment.defaults),
        "batch_steps": environment.learner.batch,
        "memory_bytes": memory_bytes(environment),
        "rewards": _rewards(environment),
        "own_reward": environment.own_reward is not None,
    }


def _rewards(environment: Environment) -> dict[str, str]:
    """Finds the reward files: beside this module (paths relative to it) or where the environment says."""
    here = pathlib.Path(__file__).parent
    if environment.rewards:
        return {file.stem: str(file) for file in sorted(pathlib.Path(environment.rewards).glob("*.py"))}
    files = sorted((here / "rewards" / environment.name).glob("*.py"))
    return {file.stem: str(file.relative_to(here)) for file in files}


def measure_policy(name: str, path: str, episodes: int, seed: int) -> dict[str, Any]:
    """Measures a policy file on ``episodes`` fresh episodes; the starts depend on the seed alone."""
    from trainer.evaluation import evaluate
    from trainer.policy import Policy

    environment = find(name)
    policy = Policy.load(environment, path)
    rows = environment.learner.batch
    result = evaluate(environment, policy, seed, "final", episodes, rows, None, lambda: None)
    return {
        "environment": name,
        "fitness": float(result.fitness.mean()),
        "episodes": result.fitness.tolist(),
        "lengths": result.length.tolist(),
        "outcomes": result.figures(),
    }
