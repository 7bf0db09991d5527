"""Swims with a planar chain of three links: Gymnasium's Swimmer-v5."""

from __future__ import annotations

from trainer.environment import (
    Defaults,
    Environment,
    Episodes,
    Fitness,
    Learner,
    Signal,
    State,
    Steps,
    common_signals,
)

import numpy as np

_HORIZON = 1000
_INTERVAL = 0.04
_NOISE = 0.1


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    return generator.uniform(-_NOISE, _NOISE, (count, 5)), generator.uniform(-_NOISE, _NOISE, (count, 5))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"][..., 2:], state["qvel"]], axis=-1)


def _terminates(state: State) -> np.ndarray:
    return np.zeros(state["qpos"].shape[:-1], dtype=bool)


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _velocity(axis: int, steps: Steps) -> np.ndarray:
    return (steps.after["qpos"][..., axis] - steps.before["qpos"][..., axis]) / steps.interval


ENVIRONMENT = Environment(
    name="swimmer",
    title="Swimmer (Gymnasium Swimmer-v5)",
    task="Swim forward, in the direction of positive x, as fast as possible.",
    horizon=_HORIZON,
    fitness=Fitness("forward velocity", "m/s", "mean forward velocity over the 1000 steps of an episode"),
    termination="The episode never ends before its time limit of 1000 steps (40 s).",
    signals=(
        Signal(
            "x_velocity",
            (),
            "m/s",
            "forward velocity of the front tip over this step",
            -0.5,
            0.5,
            lambda s: _velocity(0, s),
        ),
        Signal(
            "y_velocity",
            (),
            "m/s",
            "sideways velocity of the front tip over this step",
            -0.5,
            0.5,
            lambda s: _velocity(1, s),
        ),
        Signal(
            "x_position",
            (),
            "m",
            "distance of the front tip from the origin along x",
            -5.0,
            15.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "y_position",
            (),
            "m",
            "distance of the front tip from the origin along y",
            -5.0,
            5.0,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "heading",
            (),
            "rad",
            "direction of the front link, 0 along x",
            -3.2,
            3.2,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "heading_velocity",
            (),
            "rad/s",
            "angular velocity of the front link",
            -4.0,
            4.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "joint_positions",
            (2,),
            "rad",
            "angles of the first and the second joint",
            -1.75,
            1.75,
            lambda s: s.after["qpos"][..., 3:],
        ),
        Signal(
            "joint_velocities",
            (2,),
            "rad/s",
            "angular velocities of both joints",
            -5.0,
            5.0,
            lambda s: s.after["qvel"][..., 3:],
        ),
        Signal(
            "previous_joint_positions",
            (2,),
            "rad",
            "angles of both joints before this step",
            -1.75,
            1.75,
            lambda s: s.before["qpos"][..., 3:],
        ),
        *common_signals(8, 2, 1.0, 40.0, terminates=False),
    ),
    defaults=Defaults(
        steps=200_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model="swimmer.xml",
    substeps=4,
    interval=_INTERVAL,
    action_size=2,
    action_limit=1.0,
    observation_size=8,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    learner=Learner(discount=0.999),
)
