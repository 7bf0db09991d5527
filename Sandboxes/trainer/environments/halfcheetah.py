"""Runs with a planar two-legged cheetah: Gymnasium's HalfCheetah-v5."""

from __future__ import annotations

from trainer.environment import Defaults, Environment, Episodes, Fitness, Signal, State, Steps, common_signals

import numpy as np

_HORIZON = 1000
_INTERVAL = 0.05
_NOISE = 0.1


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    return generator.uniform(-_NOISE, _NOISE, (count, 9)), _NOISE * generator.standard_normal((count, 9))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"][..., 1:], state["qvel"]], axis=-1)


def _terminates(state: State) -> np.ndarray:
    return np.zeros(state["qpos"].shape[:-1], dtype=bool)


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _x_velocity(steps: Steps) -> np.ndarray:
    return (steps.after["qpos"][..., 0] - steps.before["qpos"][..., 0]) / steps.interval


ENVIRONMENT = Environment(
    name="halfcheetah",
    title="Half cheetah (Gymnasium HalfCheetah-v5)",
    task="Run forward, in the direction of positive x, as fast as possible.",
    horizon=_HORIZON,
    fitness=Fitness("forward velocity", "m/s", "mean forward velocity over the 1000 steps of an episode"),
    termination="The episode never ends before its time limit of 1000 steps (50 s).",
    signals=(
        Signal("x_velocity", (), "m/s", "forward velocity over this step", -3.0, 6.0, _x_velocity),
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
            "distance from the origin along the track",
            -10.0,
            100.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "torso_height",
            (),
            "m",
            "height of the torso above the ground, 0.7 at rest",
            0.2,
            1.2,
            lambda s: 0.7 + s.after["qpos"][..., 1],
        ),
        Signal(
            "torso_pitch",
            (),
            "rad",
            "pitch of the torso, 0 level, near 3.1 on its back",
            -3.2,
            3.2,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "torso_pitch_velocity",
            (),
            "rad/s",
            "angular velocity of the torso's pitch",
            -8.0,
            8.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "joint_positions",
            (6,),
            "rad",
            "angles: back thigh, shin, foot, front thigh, shin, foot",
            -1.2,
            1.2,
            lambda s: s.after["qpos"][..., 3:],
        ),
        Signal(
            "joint_velocities",
            (6,),
            "rad/s",
            "angular velocities of the same joints",
            -20.0,
            20.0,
            lambda s: s.after["qvel"][..., 3:],
        ),
        Signal(
            "previous_torso_pitch",
            (),
            "rad",
            "pitch of the torso before this step",
            -3.2,
            3.2,
            lambda s: s.before["qpos"][..., 2],
        ),
        *common_signals(17, 6, 1.0, terminates=False),
    ),
    defaults=Defaults(
        steps=100_000, samples=5, generations=6, seeds=3, finalists=4, finalist_seeds=3, confirm_seeds=5
    ),
    model="half_cheetah.xml",
    substeps=5,
    interval=_INTERVAL,
    action_size=6,
    action_limit=1.0,
    observation_size=17,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
)
