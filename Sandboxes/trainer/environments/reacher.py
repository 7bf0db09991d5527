"""Reaches for a point with a planar arm of two joints: Gymnasium's Reacher-v5."""

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

_HORIZON = 50
_START = np.array([0.0, 0.0])
_NOISE = 0.1
_SLOW = 0.005
_REACH = 0.2


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    arm = _START + generator.uniform(-_NOISE, _NOISE, (count, 2))
    target = generator.uniform(-_REACH, _REACH, (count, 2))
    while (outside := np.linalg.norm(target, axis=-1) >= _REACH).any():
        target[outside] = generator.uniform(-_REACH, _REACH, (int(outside.sum()), 2))
    velocity = generator.uniform(-_SLOW, _SLOW, (count, 2))
    return np.concatenate([arm, target], axis=-1), np.concatenate([velocity, np.zeros((count, 2))], axis=-1)


def _observe(state: State) -> np.ndarray:
    angles = state["qpos"][..., :2]
    way = _way(state)[..., :2]
    return np.concatenate(
        [np.cos(angles), np.sin(angles), state["qpos"][..., 2:], state["qvel"][..., :2], way], axis=-1
    )


def _way(state: State) -> np.ndarray:
    return state["fingertip"] - state["target"]


def _distance(state: State) -> np.ndarray:
    return np.linalg.norm(_way(state), axis=-1)


def _terminates(state: State) -> np.ndarray:
    return np.zeros(state["qpos"].shape[:-1], dtype=bool)


def _score(episodes: Episodes) -> np.ndarray:
    return -_distance(episodes.last)


def _approach(steps: Steps) -> np.ndarray:
    return (_distance(steps.before) - _distance(steps.after)) / steps.interval


ENVIRONMENT = Environment(
    name="reacher",
    title="Reacher (Gymnasium Reacher-v5)",
    task="Bring the arm's fingertip to the target and keep it there until the episode ends.",
    horizon=_HORIZON,
    fitness=Fitness(
        "negative final distance", "m", "minus the distance from fingertip to target after the last step"
    ),
    termination="The episode never ends before its time limit of 50 steps (1 s).",
    signals=(
        Signal(
            "distance",
            (),
            "m",
            "distance from the fingertip to the target",
            0.0,
            0.4,
            lambda s: _distance(s.after),
        ),
        Signal(
            "previous_distance",
            (),
            "m",
            "that distance before this step",
            0.0,
            0.4,
            lambda s: _distance(s.before),
        ),
        Signal(
            "approach_velocity",
            (),
            "m/s",
            "how fast the fingertip comes nearer to the target",
            -2.0,
            2.0,
            _approach,
        ),
        Signal(
            "fingertip_position",
            (2,),
            "m",
            "fingertip in the plane: x, y",
            -0.21,
            0.21,
            lambda s: s.after["fingertip"][..., :2],
        ),
        Signal(
            "target_position",
            (2,),
            "m",
            "target in the plane: x, y",
            -0.2,
            0.2,
            lambda s: s.after["target"][..., :2],
        ),
        Signal(
            "joint_positions",
            (2,),
            "rad",
            "angles of shoulder and elbow",
            -3.2,
            3.2,
            lambda s: s.after["qpos"][..., :2],
        ),
        Signal(
            "joint_velocities",
            (2,),
            "rad/s",
            "angular velocities of shoulder and elbow",
            -20.0,
            20.0,
            lambda s: s.after["qvel"][..., :2],
        ),
        *common_signals(10, 2, 1.0, 1.0, terminates=False),
    ),
    defaults=Defaults(
        steps=100_000, samples=4, generations=5, seeds=2, finalists=3, finalist_seeds=2, confirm_seeds=5
    ),
    model="reacher.xml",
    substeps=2,
    interval=0.02,
    action_size=2,
    action_limit=1.0,
    observation_size=10,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={"fingertip": Output("xpos", (5, 3), (3,)), "target": Output("xpos", (5, 3), (4,))},
    learner=Learner(length=50),
)
