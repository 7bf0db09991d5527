"""Pushes a cylinder to a goal with an arm of seven joints: Gymnasium's Pusher-v5."""

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

_HORIZON = 100
_SLOW = 0.005
_FARTHEST = np.array([-0.3, -0.2]), np.array([0.0, 0.2])
_NEAREST = 0.17


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    low, high = _FARTHEST
    cylinder = generator.uniform(low, high, (count, 2))
    while (near := np.linalg.norm(cylinder, axis=-1) <= _NEAREST).any():
        cylinder[near] = generator.uniform(low, high, (int(near.sum()), 2))
    qpos = np.concatenate([np.zeros((count, 7)), cylinder, np.zeros((count, 2))], axis=-1)
    velocity = generator.uniform(-_SLOW, _SLOW, (count, 7))
    return qpos, np.concatenate([velocity, np.zeros((count, 4))], axis=-1)


def _observe(state: State) -> np.ndarray:
    parts = [state["qpos"][..., :7], state["qvel"][..., :7], state["hand"], state["object"], state["goal"]]
    return np.concatenate(parts, axis=-1)


def _distance(state: State, one: str, other: str) -> np.ndarray:
    return np.linalg.norm(state[one] - state[other], axis=-1)


def _terminates(state: State) -> np.ndarray:
    return np.zeros(state["qpos"].shape[:-1], dtype=bool)


def _score(episodes: Episodes) -> np.ndarray:
    return -_distance(episodes.last, "object", "goal")


def _object_velocity(steps: Steps) -> np.ndarray:
    return (steps.after["object"] - steps.before["object"])[..., :2] / steps.interval


_JOINTS = "shoulder pan, shoulder lift, upper arm roll, elbow flex, forearm roll, wrist flex, wrist roll"

ENVIRONMENT = Environment(
    name="pusher",
    title="Pusher (Gymnasium Pusher-v5)",
    task="Push the cylinder on the table to the goal with the arm's hand.",
    horizon=_HORIZON,
    fitness=Fitness(
        "negative final distance",
        "m",
        "minus the distance from the cylinder to the goal after the last step",
    ),
    termination="The episode never ends before its time limit of 100 steps (5 s).",
    signals=(
        Signal(
            "object_to_goal",
            (),
            "m",
            "distance from the cylinder to the goal",
            0.0,
            0.6,
            lambda s: _distance(s.after, "object", "goal"),
        ),
        Signal(
            "previous_object_to_goal",
            (),
            "m",
            "that distance before this step",
            0.0,
            0.6,
            lambda s: _distance(s.before, "object", "goal"),
        ),
        Signal(
            "hand_to_object",
            (),
            "m",
            "distance from the hand to the cylinder",
            0.0,
            1.2,
            lambda s: _distance(s.after, "hand", "object"),
        ),
        Signal(
            "previous_hand_to_object",
            (),
            "m",
            "that distance before this step",
            0.0,
            1.2,
            lambda s: _distance(s.before, "hand", "object"),
        ),
        Signal(
            "hand_position", (3,), "m", "position of the hand: x, y, z", -1.0, 1.0, lambda s: s.after["hand"]
        ),
        Signal(
            "object_position",
            (3,),
            "m",
            "position of the cylinder: x, y, z",
            -1.0,
            1.0,
            lambda s: s.after["object"],
        ),
        Signal(
            "goal_position", (3,), "m", "position of the goal: x, y, z", -1.0, 1.0, lambda s: s.after["goal"]
        ),
        Signal(
            "object_velocity",
            (2,),
            "m/s",
            "velocity of the cylinder in the plane over this step",
            -2.0,
            2.0,
            _object_velocity,
        ),
        Signal(
            "joint_positions",
            (7,),
            "rad",
            f"joint angles: {_JOINTS}",
            -2.4,
            1.8,
            lambda s: s.after["qpos"][..., :7],
        ),
        Signal(
            "joint_velocities",
            (7,),
            "rad/s",
            f"joint velocities: {_JOINTS}",
            -6.0,
            6.0,
            lambda s: s.after["qvel"][..., :7],
        ),
        *common_signals(23, 7, 2.0, 5.0, terminates=False),
    ),
    defaults=Defaults(
        steps=300_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model="pusher_v5.xml",
    substeps=5,
    interval=0.05,
    action_size=7,
    action_limit=2.0,
    observation_size=23,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={
        "hand": Output("xpos", (13, 3), (10,)),
        "object": Output("xpos", (13, 3), (11,)),
        "goal": Output("xpos", (13, 3), (12,)),
    },
)
