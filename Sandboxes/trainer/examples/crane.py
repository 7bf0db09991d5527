"""An environment of one's own, in one file: ``./evolve reward --env Sandboxes/trainer/examples/crane.py``.

A crane's trolley runs on a rail, its load swings on a rope, and the load is to come to rest at a mark. Copy
this file, change what you like, and give its path to ``--env``. It holds, from the top:

1. the simulation: a MuJoCo model, here as text; a path to an XML file does as well;
2. the functions that begin an episode, show the policy its state, end an episode, and measure it. They work
   on many copies at once: first axis N, in signals (T, N);
3. the signals, which are all that a reward function sees of it, each with shape, unit, one line and the range
   that is usual;
4. ``ENVIRONMENT``, which puts it together.

Reward functions that belong to it lie in ``rewards/crane/`` beside it: ``human.py`` is what candidates are
compared with. The file is trusted: it runs in the trainer, with your rights, not in the sandbox.
"""

from __future__ import annotations

import numpy as np
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

_MODEL = """
<mujoco model="crane">
  <option timestep="0.02" integrator="RK4"/>
  <visual><global offwidth="640" offheight="480"/></visual>
  <asset>
    <texture type="skybox" builtin="gradient" rgb1="0.9 0.93 0.96" rgb2="0.7 0.8 0.9" width="32" height="32"/>
  </asset>
  <worldbody>
    <light pos="0 -2 3"/>
    <geom name="rail" type="capsule" fromto="-2 0 0 2 0 0" size="0.02" rgba="0.5 0.5 0.5 1"/>
    <geom name="mark" type="sphere" pos="1 0 -1" size="0.06" rgba="0.9 0.2 0.2 1" contype="0"/>
    <camera name="side" pos="0 -4.5 -0.4" xyaxes="1 0 0 0 0 1"/>
    <body name="trolley">
      <joint name="slide" type="slide" axis="1 0 0" limited="true" range="-2 2" damping="1"/>
      <geom type="box" size="0.1 0.08 0.05" mass="1" contype="0" conaffinity="0" rgba="0.1 0.4 0.7 1"/>
      <body name="load">
        <joint name="swing" type="hinge" axis="0 1 0" damping="0.01"/>
        <geom type="capsule" fromto="0 0 0 0 0 -1" size="0.008" mass="0.01" contype="0" conaffinity="0"/>
        <geom type="sphere" pos="0 0 -1" size="0.08" mass="0.5" contype="0" conaffinity="0"/>
        <site name="hook" pos="0 0 -1"/>
      </body>
    </body>
  </worldbody>
  <actuator><motor joint="slide" gear="8" ctrllimited="true" ctrlrange="-1 1"/></actuator>
</mujoco>
"""

_HORIZON = 150
_INTERVAL = 0.04
_MARK = 1.0
_REST = 25


def _reset(generator: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    place = generator.uniform(-1.5, 0.5, (count, 1))
    swing = generator.uniform(-0.2, 0.2, (count, 1))
    return np.concatenate([place, swing], axis=-1), np.zeros((count, 2))


def _observe(state: State) -> np.ndarray:
    return np.concatenate([state["qpos"], state["qvel"]], axis=-1)


def _terminates(state: State) -> np.ndarray:
    return np.abs(state["qpos"][..., 1]) > 1.5


def _distance(state: State) -> np.ndarray:
    return np.abs(state["hook"][..., 0] - _MARK)


def _score(episodes: Episodes) -> np.ndarray:
    """Takes the distance at the end, and a moment's drift on top, so that rushing past does not count."""
    drift = np.abs(episodes.last["qvel"][..., 0]) + np.abs(episodes.last["qvel"][..., 1])
    return -np.where(episodes.terminated, 3.0, _distance(episodes.last) + drift * _INTERVAL * _REST)


def _hook_velocity(steps: Steps) -> np.ndarray:
    return (steps.after["hook"][..., 0] - steps.before["hook"][..., 0]) / steps.interval


ENVIRONMENT = Environment(
    name="crane",
    title="Crane (an example of an environment of one's own)",
    task="Bring the crane's load to the mark quickly and let it come to rest there.",
    horizon=_HORIZON,
    fitness=Fitness("negative final distance", "m", "minus the load's distance and drift at the end"),
    termination="The episode ends when the rope swings more than 1.5 rad; the time limit is 150 steps (6 s).",
    signals=(
        Signal(
            "distance", (), "m", "distance from the load to the mark", 0.0, 3.0, lambda s: _distance(s.after)
        ),
        Signal(
            "previous_distance",
            (),
            "m",
            "that distance before this step",
            0.0,
            3.0,
            lambda s: _distance(s.before),
        ),
        Signal("load_velocity", (), "m/s", "velocity of the load along the rail", -3.0, 3.0, _hook_velocity),
        Signal(
            "trolley_position",
            (),
            "m",
            "position of the trolley, the mark is at 1",
            -2.0,
            2.0,
            lambda s: s.after["qpos"][..., 0],
        ),
        Signal(
            "swing_angle",
            (),
            "rad",
            "angle of the rope, 0 hanging",
            -1.5,
            1.5,
            lambda s: s.after["qpos"][..., 1],
        ),
        Signal(
            "swing_velocity",
            (),
            "rad/s",
            "angular velocity of the rope",
            -4.0,
            4.0,
            lambda s: s.after["qvel"][..., 1],
        ),
        *common_signals(4, 1, 1.0, _HORIZON * _INTERVAL),
    ),
    defaults=Defaults(
        steps=60_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
    ),
    model=_MODEL,
    substeps=2,
    interval=_INTERVAL,
    action_size=1,
    action_limit=1.0,
    observation_size=4,
    reset=_reset,
    observe=_observe,
    terminates=_terminates,
    score=_score,
    outputs={"hook": Output("site_xpos", (1, 3), (0,))},
    learner=Learner(copies=16, length=64),
)
