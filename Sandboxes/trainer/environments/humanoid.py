"""Walks with a humanoid in space: Gymnasium's Humanoid-v5, with its full observation of 348 numbers."""

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
    Steps,
    common_signals,
)

import numpy as np

_HORIZON = 1000
_INTERVAL = 0.015
_NOISE = 0.01
_LOWEST, _HIGHEST = 1.0, 2.0
_START = np.array([0.0, 0.0, 1.4, 1.0, *[0.0] * 20])


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    qpos = _START + generator.uniform(-_NOISE, _NOISE, (count, 24))
    return qpos, generator.uniform(-_NOISE, _NOISE, (count, 23))


def _observe(state: State) -> np.ndarray:
    def flat(name: str) -> np.ndarray:
        return state[name].reshape(*state[name].shape[:-2], -1)

    return np.concatenate(
        [
            state["qpos"][..., 2:],
            state["qvel"],
            flat("inertia"),
            flat("velocity"),
            state["actuator_forces"],
            flat("contact_forces"),
        ],
        axis=-1,
    )


def _terminates(state: State) -> np.ndarray:
    height = state["qpos"][..., 2]
    return ~((height > _LOWEST) & (height < _HIGHEST))


def _score(episodes: Episodes) -> np.ndarray:
    return (episodes.last["qpos"][..., 0] - episodes.first["qpos"][..., 0]) / (_HORIZON * _INTERVAL)


def _velocity(axis: int, steps: Steps) -> np.ndarray:
    """Gives Gymnasium's velocity: of the centre of mass, which lags the state by less than a substep."""
    after, before = steps.after["centre_of_mass"], steps.before["centre_of_mass"]
    return (after[..., axis] - before[..., axis]) / steps.interval


def _upright(steps: Steps) -> np.ndarray:
    quaternion = steps.after["qpos"][..., 3:7]
    quaternion = quaternion / np.linalg.norm(quaternion, axis=-1, keepdims=True)
    return 1.0 - 2.0 * (quaternion[..., 1] ** 2 + quaternion[..., 2] ** 2)


_JOINTS = (
    "abdomen z, y, x, right hip x, z, y, right knee, left hip x, z, y, left knee, "
    "right shoulder 1, 2, right elbow, left shoulder 1, 2, left elbow"
)
_BODIES = (slice(1, None),)

ENVIRONMENT = Environment(
    name="humanoid",
    title="Humanoid (Gymnasium Humanoid-v5)",
    task="Walk forward, in the direction of positive x, as fast as possible without falling over.",
    horizon=_HORIZON,
    fitness=Fitness(
        "forward velocity", "m/s", "mean forward velocity over the full 1000 steps, zero after a fall"
    ),
    termination="The episode ends when the torso's height leaves the range from 1.0 m to 2.0 m.",
    signals=(
        Signal(
            "x_velocity",
            (),
            "m/s",
            "forward velocity of the centre of mass over this step",
            -2.0,
            4.0,
            lambda s: _velocity(0, s),
        ),
        Signal(
            "y_velocity",
            (),
            "m/s",
            "sideways velocity of the centre of mass over this step",
            -2.0,
            2.0,
            lambda s: _velocity(1, s),
        ),
        Signal(
            "z_velocity",
            (),
            "m/s",
            "vertical velocity of the torso",
            -3.0,
            3.0,
            lambda s: s.after["qvel"][..., 2],
        ),
        Signal(
            "x_position",
            (),
            "m",
            "forward distance from the origin",
            -5.0,
            60.0,
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
            "height of the torso, 1.4 standing, healthy from 1.0 to 2.0",
            1.0,
            2.0,
            lambda s: s.after["qpos"][..., 2],
        ),
        Signal(
            "previous_torso_height",
            (),
            "m",
            "height of the torso before this step",
            1.0,
            2.0,
            lambda s: s.before["qpos"][..., 2],
        ),
        Signal(
            "torso_upright",
            (),
            "1",
            "vertical part of the torso's up axis: 1 upright, -1 upside down",
            -1.0,
            1.0,
            _upright,
        ),
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
            -8.0,
            8.0,
            lambda s: s.after["qvel"][..., 3:6],
        ),
        Signal(
            "joint_positions",
            (17,),
            "rad",
            f"joint angles: {_JOINTS}",
            -2.8,
            1.6,
            lambda s: s.after["qpos"][..., 7:],
        ),
        Signal(
            "joint_velocities",
            (17,),
            "rad/s",
            f"joint velocities: {_JOINTS}",
            -15.0,
            15.0,
            lambda s: s.after["qvel"][..., 6:],
        ),
        Signal(
            "actuator_forces",
            (17,),
            "N m",
            "torque of each joint's actuator, in the order of the joints",
            -120.0,
            120.0,
            lambda s: s.after["actuator_forces"],
        ),
        Signal(
            "contact_forces",
            (13, 6),
            "N m, N",
            "torque and force by contacts on each of the 13 bodies",
            -1000.0,
            1000.0,
            lambda s: s.after["contact_forces"],
        ),
        *common_signals(348, 17, 0.4, 15.0),
    ),
    defaults=Defaults(
        steps=400_000, samples=2, generations=2, seeds=1, finalists=0, finalist_seeds=0, confirm_seeds=2
    ),
    model="humanoid.xml",
    substeps=5,
    interval=_INTERVAL,
    action_size=17,
    action_limit=0.4,
    observation_size=348,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={
        "centre_of_mass": Output("subtree_com", (14, 3), (0,)),
        "inertia": Output("cinert", (14, 10), _BODIES),
        "velocity": Output("cvel", (14, 6), _BODIES),
        "actuator_forces": Output("qfrc_actuator", (23,), (slice(6, None),)),
        "contact_forces": Output("cfrc_ext", (14, 6), _BODIES),
    },
    contact_forces=True,
    # Little noise and a short view: after 400k steps two thirds more return than with the usual settings, twice the distance.
    learner=Learner(discount=0.97, trace=0.9, initial_log_deviation=-2.0),
)
