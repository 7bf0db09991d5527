"""Walks with a planar two-legged robot: Gymnasium's Walker2d-v5."""

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
_INTERVAL = 0.008
_NOISE = 0.005
_LOWEST, _HIGHEST = 0.8, 2.0
_LARGEST_LEAN = 1.0
_START = np.array([0.0, 1.25, *[0.0] * 7])


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    qpos = _START + generator.uniform(-_NOISE, _NOISE, (count, 9))
    return qpos, generator.uniform(-_NOISE, _NOISE, (count, 9))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"][..., 1:], np.clip(state["qvel"], -10.0, 10.0)], axis=-1)


def _terminates(state: State) -> np.ndarray:
    height, lean = state["qpos"][..., 1], state["qpos"][..., 2]
    return ~((height > _LOWEST) & (height < _HIGHEST) & (np.abs(lean) < _LARGEST_LEAN))


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _x_velocity(steps: Steps) -> np.ndarray:
    return (steps.after["qpos"][..., 0] - steps.before["qpos"][..., 0]) / steps.interval


_JOINTS = "right thigh, leg, foot, left thigh, leg, foot"

ENVIRONMENT = Environment(
    name="walker2d",
    title="Walker (Gymnasium Walker2d-v5)",
    task="Walk forward, in the direction of positive x, as fast as possible without falling over.",
    horizon=_HORIZON,
    fitness=Fitness(
        "forward velocity", "m/s", "mean forward velocity over the full 1000 steps, zero after a fall"
    ),
    termination="The episode ends when the torso is not 0.8 m to 2.0 m high or leans more than 1 rad.",
    signals=(
        Signal("x_velocity", (), "m/s", "forward velocity over this step", -2.0, 5.0, _x_velocity),
        Signal(
            "z_velocity",
            (),
            "m/s",
            "vertical velocity of the torso",
            -3.0,
            3.0,
            lambda s: s.after["qvel"][..., 1],
        ),
        Signal(
            "x_position",
            (),
            "m",
            "forward distance from the origin",
            -2.0,
            40.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "torso_height",
            (),
            "m",
            "height of the torso, 1.25 standing, healthy from 0.8 to 2.0",
            0.8,
            2.0,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "previous_torso_height",
            (),
            "m",
            "height of the torso before this step",
            0.8,
            2.0,
            lambda s: s.before["qpos"][..., 1],
        ),
        Signal(
            "torso_lean",
            (),
            "rad",
            "lean of the torso, 0 upright, healthy from -1 to 1",
            -1.0,
            1.0,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "torso_lean_velocity",
            (),
            "rad/s",
            "angular velocity of the torso's lean",
            -8.0,
            8.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "joint_positions",
            (6,),
            "rad",
            f"joint angles: {_JOINTS}",
            -2.6,
            0.8,
            lambda s: s.after["qpos"][..., 3:],
        ),
        Signal(
            "joint_velocities",
            (6,),
            "rad/s",
            f"joint velocities: {_JOINTS}",
            -10.0,
            10.0,
            lambda s: s.after["qvel"][..., 3:],
        ),
        Signal(
            "previous_joint_positions",
            (6,),
            "rad",
            "joint angles before this step",
            -2.6,
            0.8,
            lambda s: s.before["qpos"][..., 3:],
        ),
        *common_signals(17, 6, 1.0, 8.0),
    ),
    defaults=Defaults(
        steps=300_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model="walker2d_v5.xml",
    substeps=4,
    interval=_INTERVAL,
    action_size=6,
    action_limit=1.0,
    observation_size=17,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    # Batches of 512 steps: two to three times the return of batches of 2,048 after 300k steps.
    learner=Learner(copies=8, length=64, minibatches=16),
)
