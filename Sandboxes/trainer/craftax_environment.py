"""Makes an environment out of a task on Craftax-Classic (``craftax:NAME``), where the package craftax is installed.

Fitness is the success rate; death rate and steps to success are told beside it. The policy sees part of Craftax's
symbolic observation, with the cells where it has been, and chooses among a few of its actions. There is no reward
written by hand: what candidates are held against is the sparse one, 1 at success and 0 else.
"""

from __future__ import annotations

import functools
import importlib.util
import pathlib
import sys
from typing import TYPE_CHECKING, Any

from trainer.craftax_signals import signals
from trainer.craftax_tasks import Task, task
from trainer.environment import Defaults, Environment, Episodes, Fitness, Learner

import numpy as np

if TYPE_CHECKING:
    from trainer.simulation import World

PACKAGE = "craftax==1.6.1"
OBSERVATION_SIZE = 7 * 9 * 11 + 22


def craftax_environment(name: str) -> Environment:
    """Describes the task ``name``; ValueError says what is wrong with the name, or how to install craftax."""
    chosen = task(name)
    if importlib.util.find_spec("craftax") is None:
        raise ValueError(
            f"craftax:{name} needs the optional package craftax, which is not installed; install it with "
            f'{sys.executable} -m pip install "{PACKAGE}"'
        )
    whole = f"craftax:{chosen.name}"
    return Environment(
        name=whole,
        key=whole,
        rewards=str(pathlib.Path(__file__).parent / "rewards" / "craftax"),
        title=chosen.title,
        task=chosen.text,
        horizon=chosen.horizon,
        fitness=Fitness("success rate", "%", f"percentage of episodes in which {chosen.done} in time"),
        termination=(
            f"The episode ends with success when {chosen.done}, without it when the player dies, and after "
            f"{chosen.horizon} steps at the latest."
        ),
        signals=signals(chosen, OBSERVATION_SIZE),
        defaults=Defaults(steps=chosen.steps, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3),
        interval=1.0,
        action_size=1,
        action_limit=1.0,
        observation_size=OBSERVATION_SIZE,
        score=_score,
        outcomes=_outcomes,
        choices=len(chosen.actions),
        world=functools.partial(_world, chosen),
        learner=Learner(copies=64, length=32, epochs=4, minibatches=4, learning_rate=5e-4, entropy_weight=0.01, discount=0.97),
    )


def _world(chosen: Task, *arguments: Any) -> World:
    from trainer.craftax_world import CraftaxWorld

    return CraftaxWorld(chosen.name, *arguments)


def _score(episodes: Episodes) -> np.ndarray:
    return 100.0 * episodes.last["success"]


def _outcomes(episodes: Episodes) -> dict[str, np.ndarray]:
    success = episodes.last["success"] > 0
    return {
        "success": success.astype(float),
        "death": (episodes.last["died"] > 0).astype(float),
        "steps_to_success": np.where(success, episodes.length, np.nan),
    }
