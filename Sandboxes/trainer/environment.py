"""Says what an environment is: physics, task, signals, termination, fitness and defaults, all as values.

Nothing here imports MuJoCo or JAX, so that describing the environments is quick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from trainer.simulation import World

State = Mapping[str, np.ndarray]
"""Named float64 arrays, first axes (..., N): ``qpos``, ``qvel`` and the environment's own ``outputs``."""


@dataclass(frozen=True)
class Steps:
    """Holds what happened in some steps of some copies; every array begins with the same axes, e.g. (T, N).

    ``before`` and ``after`` are the states around the step itself, the latter before any reset. ``action`` is
    what the actuators got, ``previous_action`` that of the step before (zero in an episode's first step).
    ``count`` is the number of steps in the episode so far, 1 in its first step. ``interval``: seconds a step.
    """

    before: State
    after: State
    action: np.ndarray
    previous_action: np.ndarray
    observation: np.ndarray
    previous_observation: np.ndarray
    terminated: np.ndarray
    count: np.ndarray
    interval: float


@dataclass(frozen=True)
class Signal:
    """Names one input that a reward may take; ``compute`` gives it with shape (..., *shape)."""

    name: str
    shape: tuple[int, ...]
    unit: str
    text: str
    low: float
    high: float
    compute: Callable[[Steps], np.ndarray]


@dataclass(frozen=True)
class Fitness:
    """Names the trusted measure of an episode, its unit, and how it is computed, in a sentence."""

    name: str
    unit: str
    text: str


@dataclass(frozen=True)
class Defaults:
    """Gives the budget that fits the environment.

    ``steps`` of a training; ``samples`` a generation; ``seeds`` a candidate in the search; the best
    ``finalists`` get ``finalist_seeds`` more before the winner is chosen; ``confirm_seeds`` fresh ones for
    the comparison.
    """

    steps: int
    samples: int
    generations: int
    seeds: int
    finalists: int
    finalist_seeds: int
    confirm_seeds: int


@dataclass(frozen=True)
class Learner:
    """Sets PPO: ``copies`` environments x ``length`` steps a batch, and the usual constants."""

    copies: int = 32
    length: int = 64
    epochs: int = 10
    minibatches: int = 8
    learning_rate: float = 3e-4
    discount: float = 0.99
    trace: float = 0.95
    clip: float = 0.2
    value_weight: float = 0.5
    entropy_weight: float = 0.0
    gradient_norm: float = 0.5
    initial_log_deviation: float = -1.0
    advantage_floor: float = 0.1
    hidden: int = 64

    @property
    def batch(self) -> int:
        """Environment steps between two updates."""
        return self.copies * self.length


@dataclass(frozen=True)
class Output:
    """Names a derived field of the simulator: ``field`` of shape ``shape``, of which ``part`` is kept."""

    field: str
    shape: tuple[int, ...]
    part: tuple[int | slice, ...]


@dataclass(frozen=True)
class Episodes:
    """Sums up episodes for the fitness: states at both ends, ``length`` (N,), ``terminated`` (N,)."""

    first: State
    last: State
    length: np.ndarray
    terminated: np.ndarray


def _elsewhere(*arguments: Any) -> Any:
    """Stands for what an environment with a ``world`` of its own does not need."""
    raise NotImplementedError("an environment with a world of its own resets, observes and ends by itself")


@dataclass(frozen=True)
class Environment:
    """Describes one environment completely.

    ``score(episodes)`` gives the fitness (N,). Actions are ``action_size`` numbers within ``action_limit``,
    or, where there are ``choices``, one number from 0 to ``choices - 1`` (``action_size`` is 1 then).

    On MuJoCo: ``model`` is the text of a model, a file of Gymnasium's, or an absolute path;
    ``reset(generator, count)`` gives (qpos, qvel) of ``count`` fresh episodes; ``observe(state)`` the
    policy's input (N, observation_size) float64; ``terminates(state)`` (N,) bool. Elsewhere
    ``world(environment, count, generator)`` makes what steps the copies.

    Where an episode can succeed or fail for good, ``outcomes(episodes)`` says so in named figures (N,), of which
    the means over all episodes are told beside the fitness; nan leaves an episode out. ``success`` among them, 1 or
    0, keeps an early end by success from being called a failure.

    ``key`` is what the environment is asked for by, where that is not its name. ``rewards`` is the folder of
    its reward files, where that is not the usual one. ``own_reward`` names the state that holds a reward
    which the environment itself gives: the trainer can train with it, no signal carries it.
    """

    name: str
    title: str
    task: str
    horizon: int
    fitness: Fitness
    termination: str
    signals: tuple[Signal, ...]
    defaults: Defaults
    interval: float
    action_size: int
    action_limit: float
    observation_size: int
    score: Callable[[Episodes], np.ndarray]
    model: str = ""
    substeps: int = 1
    reset: Callable[[np.random.Generator, int], tuple[np.ndarray, np.ndarray]] = _elsewhere
    observe: Callable[[State], np.ndarray] = _elsewhere
    terminates: Callable[[State], np.ndarray] = _elsewhere
    outputs: Mapping[str, Output] = field(default_factory=dict)
    contact_forces: bool = False
    learner: Learner = field(default_factory=Learner)
    choices: int = 0
    world: Callable[[Environment, int, np.random.Generator], World] | None = None
    own_reward: str | None = None
    outcomes: Callable[[Episodes], Mapping[str, np.ndarray]] | None = None
    key: str = ""
    rewards: str = ""

    @property
    def policy_outputs(self) -> int:
        """Numbers that the policy's network gives: one an action, or one a choice."""
        return self.choices or self.action_size

    def signal(self, name: str) -> Signal:
        """Finds a signal by name; a wrong name raises KeyError with the nearest ones."""
        for signal in self.signals:
            if signal.name == name:
                return signal
        import difflib

        near = difflib.get_close_matches(name, [signal.name for signal in self.signals], 3)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise KeyError(f"{self.name} has no signal {name}{hint}")


def common_signals(
    observation_size: int,
    action_size: int,
    action_limit: float,
    longest: float = 50.0,
    terminates: bool = True,
) -> tuple[Signal, ...]:
    """Gives the signals that every environment has; an episode lasts at most ``longest`` seconds.

    Where episodes only end at the time limit (``terminates`` false), ``terminated`` has the range 0 to 0,
    which tells proposers that it never changes.
    """
    limit = action_limit
    return (
        Signal(
            "action",
            (action_size,),
            "1",
            "control applied in this step, clipped to its limits",
            -limit,
            limit,
            lambda s: s.action,
        ),
        Signal(
            "previous_action",
            (action_size,),
            "1",
            "control of the step before; zero in the first step of an episode",
            -limit,
            limit,
            lambda s: s.previous_action,
        ),
        Signal(
            "time",
            (),
            "s",
            "seconds since the episode began, at the end of this step",
            0.0,
            longest,
            lambda s: s.count * s.interval,
        ),
        Signal(
            "terminated",
            (),
            "1",
            "1 where the episode ended for good at this step, otherwise 0; reaching "
            "the time limit does not count",
            0.0,
            float(terminates),
            lambda s: s.terminated,
        ),
        Signal(
            "observation",
            (observation_size,),
            "mixed",
            "what the policy sees after this step",
            -10.0,
            10.0,
            lambda s: s.observation,
        ),
        Signal(
            "previous_observation",
            (observation_size,),
            "mixed",
            "what the policy saw before this step",
            -10.0,
            10.0,
            lambda s: s.previous_observation,
        ),
    )
