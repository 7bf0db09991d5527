"""Balances two poles, one on the other, on a cart: Gymnasium's InvertedDoublePendulum-v5."""

from __future__ import annotations

from trainer.environment import (
    Defaults,
    Environment,
    Episodes,
    Fitness,
    Learner,
    Output,
    Signal,
    State,
    common_signals,
)

import numpy as np

_HORIZON = 1000
_NOISE = 0.1
_LOWEST_TIP = 1.0


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    return generator.uniform(-_NOISE, _NOISE, (count, 3)), _NOISE * generator.standard_normal((count, 3))


def _observe(state: State) -> np.ndarray:
    angles = state["qpos"][..., 1:]
    return np.concatenate(
        [
            state["qpos"][..., :1],
            np.sin(angles),
            np.cos(angles),
            np.clip(state["qvel"], -10.0, 10.0),
            np.clip(state["rail_force"], -10.0, 10.0),
        ],
        axis=-1,
    )


def _terminates(state: State) -> np.ndarray:
    return ~(state["tip"][..., 2] > _LOWEST_TIP)


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.length - episodes.terminated) / _HORIZON


ENVIRONMENT = Environment(
    name="inverted-double-pendulum",
    title="Inverted double pendulum (Gymnasium InvertedDoublePendulum-v5)",
    task="Keep both poles on the cart upright for as long as possible by pushing the cart along its rail.",
    horizon=_HORIZON,
    fitness=Fitness("survival", "share", "share of the 1000 steps that the poles stayed up, from 0 to 1"),
    termination="The episode ends when the upper tip sinks to 1 m above the rail; upright it is at 1.2 m.",
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
            "cart_velocity", (), "m/s", "velocity of the cart", -5.0, 5.0, lambda s: s.after["qvel"][..., 0]
        ),
        Signal(
            "lower_angle",
            (),
            "rad",
            "angle of the lower pole from the vertical, 0 upright",
            -0.8,
            0.8,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "upper_angle",
            (),
            "rad",
            "angle of the upper pole from the lower one, 0 straight",
            -1.2,
            1.2,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "lower_velocity",
            (),
            "rad/s",
            "angular velocity of the lower pole",
            -8.0,
            8.0,
            lambda s: s.after["qvel"][..., 1],
        ),
        Signal(
            "upper_velocity",
            (),
            "rad/s",
            "angular velocity of the upper pole's joint",
            -12.0,
            12.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "tip_position",
            (),
            "m",
            "position of the upper pole's tip along the rail",
            -1.5,
            1.5,
            lambda s: s.after["tip"][..., 0],
        ),
        Signal(
            "tip_height",
            (),
            "m",
            "height of the upper pole's tip above the rail, 1.2 upright",
            1.0,
            1.2,
            lambda s: s.after["tip"][..., 2],
        ),
        Signal(
            "previous_tip_height",
            (),
            "m",
            "height of the tip before this step",
            1.0,
            1.2,
            lambda s: s.before["tip"][..., 2],
        ),
        *common_signals(9, 1, 1.0),
    ),
    defaults=Defaults(
        steps=60_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model="inverted_double_pendulum.xml",
    substeps=5,
    interval=0.05,
    action_size=1,
    action_limit=1.0,
    observation_size=9,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={
        "tip": Output("site_xpos", (1, 3), (0,)),
        "rail_force": Output("qfrc_constraint", (3,), (slice(0, 1),)),
    },
    learner=Learner(copies=16, length=32, minibatches=4, learning_rate=1e-3),
)
