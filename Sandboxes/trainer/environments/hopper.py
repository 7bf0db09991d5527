"""Hops with a planar one-legged robot: Gymnasium's Hopper-v5."""

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
_LOWEST = 0.7
_LARGEST_LEAN = 0.2
_LARGEST_STATE = 100.0
_START = np.array([0.0, 1.25, 0.0, 0.0, 0.0, 0.0])


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    qpos = _START + generator.uniform(-_NOISE, _NOISE, (count, 6))
    return qpos, generator.uniform(-_NOISE, _NOISE, (count, 6))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"][..., 1:], np.clip(state["qvel"], -10.0, 10.0)], axis=-1)


def _terminates(state: State) -> np.ndarray:
    height, lean = state["qpos"][..., 1], state["qpos"][..., 2]
    rest = np.concatenate([state["qpos"][..., 2:], state["qvel"]], axis=-1)
    calm = (np.abs(rest) < _LARGEST_STATE).all(axis=-1)
    return ~(calm & np.isfinite(height) & (height > _LOWEST) & (np.abs(lean) < _LARGEST_LEAN))


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _x_velocity(steps: Steps) -> np.ndarray:
    return (steps.after["qpos"][..., 0] - steps.before["qpos"][..., 0]) / steps.interval


_JOINTS = "thigh, leg, foot"

ENVIRONMENT = Environment(
    name="hopper",
    title="Hopper (Gymnasium Hopper-v5)",
    task="Hop forward, in the direction of positive x, as fast as possible without falling over.",
    horizon=_HORIZON,
    fitness=Fitness(
        "forward velocity", "m/s", "mean forward velocity over the full 1000 steps, zero after a fall"
    ),
    termination="The episode ends when the torso is below 0.7 m or leans more than 0.2 rad.",
    signals=(
        Signal("x_velocity", (), "m/s", "forward velocity over this step", -2.0, 4.0, _x_velocity),
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
            30.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "torso_height",
            (),
            "m",
            "height of the torso, 1.25 standing, healthy above 0.7",
            0.7,
            1.6,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "previous_torso_height",
            (),
            "m",
            "height of the torso before this step",
            0.7,
            1.6,
            lambda s: s.before["qpos"][..., 1],
        ),
        Signal(
            "torso_lean",
            (),
            "rad",
            "lean of the torso, 0 upright, healthy from -0.2 to 0.2",
            -0.2,
            0.2,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "torso_lean_velocity",
            (),
            "rad/s",
            "angular velocity of the torso's lean",
            -5.0,
            5.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "joint_positions",
            (3,),
            "rad",
            f"joint angles: {_JOINTS}",
            -2.6,
            0.8,
            lambda s: s.after["qpos"][..., 3:],
        ),
        Signal(
            "joint_velocities",
            (3,),
            "rad/s",
            f"joint velocities: {_JOINTS}",
            -10.0,
            10.0,
            lambda s: s.after["qvel"][..., 3:],
        ),
        Signal(
            "previous_joint_positions",
            (3,),
            "rad",
            "joint angles before this step",
            -2.6,
            0.8,
            lambda s: s.before["qpos"][..., 3:],
        ),
        *common_signals(11, 3, 1.0, 8.0),
    ),
    defaults=Defaults(
        steps=300_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=2, confirm_seeds=4
    ),
    model="hopper.xml",
    substeps=4,
    interval=_INTERVAL,
    action_size=3,
    action_limit=1.0,
    observation_size=11,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    # Batches of 512 steps: two to three times the return of batches of 2,048 after 300k steps.
    learner=Learner(copies=8, length=64, minibatches=16),
)
