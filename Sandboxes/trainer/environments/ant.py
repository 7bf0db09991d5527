"""Walks with a four-legged robot: Gymnasium's Ant-v5, with its full observation of 105 numbers."""

from __future__ import annotations

from trainer.environment import (
    Defaults,
    Environment,
    Episodes,
    Fitness,
    Output,
    Signal,
    State,
    Steps,
    common_signals,
)

import numpy as np

_HORIZON = 1000
_INTERVAL = 0.05
_NOISE = 0.1
_LOWEST, _HIGHEST = 0.2, 1.0
_START = np.array([0.0, 0.0, 0.75, 1.0, *[0.0] * 11])


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    qpos = _START + generator.uniform(-_NOISE, _NOISE, (count, 15))
    return qpos, _NOISE * generator.standard_normal((count, 14))


def _observe(state: State) -> np.ndarray:
    forces = _contact_forces(state)
    flat = forces.reshape(*forces.shape[:-2], 78)
    return np.concatenate([state["qpos"][..., 2:], state["qvel"], flat], axis=-1)


def _contact_forces(state: State) -> np.ndarray:
    return np.clip(state["contact_forces"], -1.0, 1.0)


def _terminates(state: State) -> np.ndarray:
    height = state["qpos"][..., 2]
    finite = np.isfinite(state["qpos"]).all(axis=-1) & np.isfinite(state["qvel"]).all(axis=-1)
    return ~(finite & (height >= _LOWEST) & (height <= _HIGHEST))


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _velocity(axis: int, steps: Steps) -> np.ndarray:
    """Gives Gymnasium's velocity: of body positions, which lag the state by less than a substep."""
    after, before = steps.after["torso_position"], steps.before["torso_position"]
    return (after[..., axis] - before[..., axis]) / steps.interval


def _upright(steps: Steps) -> np.ndarray:
    quaternion = steps.after["qpos"][..., 3:7]
    quaternion = quaternion / np.linalg.norm(quaternion, axis=-1, keepdims=True)
    return 1.0 - 2.0 * (quaternion[..., 1] ** 2 + quaternion[..., 2] ** 2)


def _heading(steps: Steps) -> np.ndarray:
    w, x, y, z = np.moveaxis(steps.after["qpos"][..., 3:7], -1, 0)
    return np.arctan2(2.0 * (w * z + x * y), w * w + x * x - y * y - z * z)


_ORDER = "hip and ankle of front left, front right, back left, back right leg"

ENVIRONMENT = Environment(
    name="ant",
    title="Ant (Gymnasium Ant-v5)",
    task="Walk forward, in the direction of positive x, as fast as possible without falling over.",
    horizon=_HORIZON,
    fitness=Fitness(
        "forward velocity", "m/s", "mean forward velocity over the full 1000 steps, zero after a fall"
    ),
    termination="The episode ends when the torso's height leaves the range from 0.2 m to 1.0 m.",
    signals=(
        Signal(
            "x_velocity", (), "m/s", "forward velocity over this step", -2.0, 4.0, lambda s: _velocity(0, s)
        ),
        Signal(
            "y_velocity", (), "m/s", "sideways velocity over this step", -2.0, 2.0, lambda s: _velocity(1, s)
        ),
        Signal(
            "z_velocity",
            (),
            "m/s",
            "vertical velocity of the torso",
            -2.0,
            2.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "x_position",
            (),
            "m",
            "forward distance from the origin",
            -5.0,
            100.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "y_position",
            (),
            "m",
            "sideways distance from the origin",
            -10.0,
            10.0,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "torso_height",
            (),
            "m",
            "height of the torso, healthy from 0.2 to 1.0",
            0.2,
            1.0,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "previous_torso_height",
            (),
            "m",
            "height of the torso before this step",
            0.2,
            1.0,
            lambda s: s.before["qpos"][..., 2],
        ),
        Signal(
            "torso_upright",
            (),
            "1",
            "vertical part of the torso's up axis: 1 upright, -1 on its back",
            -1.0,
            1.0,
            _upright,
        ),
        Signal("torso_heading", (), "rad", "direction that the torso faces, 0 forward", -3.2, 3.2, _heading),
        Signal(
            "torso_orientation",
            (4,),
            "1",
            "orientation of the torso as a quaternion w, x, y, z",
            -1.0,
            1.0,
            lambda s: s.after["qpos"][..., 3:7],
        ),
        Signal(
            "torso_angular_velocity",
            (3,),
            "rad/s",
            "angular velocity of the torso in its own frame",
            -5.0,
            5.0,
            lambda s: s.after["qvel"][..., 3:6],
        ),
        Signal(
            "joint_positions",
            (8,),
            "rad",
            f"joint angles: {_ORDER}",
            -1.2,
            1.2,
            lambda s: s.after["qpos"][..., 7:],
        ),
        Signal(
            "joint_velocities",
            (8,),
            "rad/s",
            f"joint velocities: {_ORDER}",
            -10.0,
            10.0,
            lambda s: s.after["qvel"][..., 6:],
        ),
        Signal(
            "previous_joint_positions",
            (8,),
            "rad",
            "joint angles before this step",
            -1.2,
            1.2,
            lambda s: s.before["qpos"][..., 7:],
        ),
        Signal(
            "contact_forces",
            (13, 6),
            "N m, N",
            "torque and force by contacts on each of the 13 bodies, clipped to [-1, 1]",
            -1.0,
            1.0,
            lambda s: _contact_forces(s.after),
        ),
        *common_signals(105, 8, 1.0),
    ),
    defaults=Defaults(
        steps=500_000, samples=3, generations=2, seeds=1, finalists=0, finalist_seeds=0, confirm_seeds=2
    ),
    model="ant.xml",
    substeps=5,
    interval=_INTERVAL,
    action_size=8,
    action_limit=1.0,
    observation_size=105,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={
        "torso_position": Output("xpos", (14, 3), (1,)),
        "contact_forces": Output("cfrc_ext", (14, 6), (slice(1, None),)),
    },
    contact_forces=True,
)
