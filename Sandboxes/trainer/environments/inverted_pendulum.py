"""Balances a pole on a cart: Gymnasium's InvertedPendulum-v5."""

from __future__ import annotations

from trainer.environment import (
    Defaults,
    Environment,
    Episodes,
    Fitness,
    Learner,
    Signal,
    State,
    common_signals,
)

import numpy as np

_HORIZON = 1000
_NOISE = 0.01
_LARGEST_ANGLE = 0.2


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    return generator.uniform(-_NOISE, _NOISE, (count, 2)), generator.uniform(-_NOISE, _NOISE, (count, 2))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"], state["qvel"]], axis=-1)


def _terminates(state: State) -> np.ndarray:
    finite = np.isfinite(state["qpos"]).all(axis=-1) & np.isfinite(state["qvel"]).all(axis=-1)
    return ~finite | (np.abs(state["qpos"][..., 1]) > _LARGEST_ANGLE)


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.length - episodes.terminated) / _HORIZON


ENVIRONMENT = Environment(
    name="inverted-pendulum",
    title="Inverted pendulum (Gymnasium InvertedPendulum-v5)",
    task="Keep the pole on the cart upright for as long as possible by pushing the cart along its rail.",
    horizon=_HORIZON,
    fitness=Fitness("survival", "share", "share of the 1000 steps that the pole stayed up, from 0 to 1"),
    termination="The episode ends when the pole leans more than 0.2 rad from the vertical.",
    signals=(
        Signal(
            "cart_position",
            (),
            "m",
            "position of the cart on the rail, 0 in the middle",
            -1.0,
            1.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "cart_velocity", (), "m/s", "velocity of the cart", -2.0, 2.0, lambda s: s.after["qvel"][..., 0]
        ),
        Signal(
            "pole_angle",
            (),
            "rad",
            "angle of the pole from the vertical, 0 upright",
            -0.2,
            0.2,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "pole_velocity",
            (),
            "rad/s",
            "angular velocity of the pole",
            -2.0,
            2.0,
            lambda s: s.after["qvel"][..., 1],
        ),
        Signal(
            "previous_pole_angle",
            (),
            "rad",
            "angle of the pole before this step",
            -0.2,
            0.2,
            lambda s: s.before["qpos"][..., 1],
        ),
        *common_signals(4, 1, 3.0),
    ),
    defaults=Defaults(
        steps=30_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model="inverted_pendulum.xml",
    substeps=2,
    interval=0.04,
    action_size=1,
    action_limit=3.0,
    observation_size=4,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    learner=Learner(copies=16, length=32, minibatches=4, learning_rate=1e-3),
)
