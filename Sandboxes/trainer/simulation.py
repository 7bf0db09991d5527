"""Steps many copies of an environment together and records what a step's signals are computed from."""

from __future__ import annotations

import importlib.util
import pathlib
from typing import Protocol

from trainer.environment import Environment, Steps
from trainer.physics import Physics

import mujoco
import numpy as np

_DIVERGED = ("mjWARN_BADQPOS", "mjWARN_BADQVEL", "mjWARN_BADQACC")


def load_model(environment: Environment) -> mujoco.MjModel:
    """Compiles the environment's model: its text, a file that Gymnasium brings, or a file of the user's.

    The library's log (deprecated attributes, unstable simulations) is turned off: it would leave a file
    behind in the current folder; divergence is read from the warning counters instead.
    """
    package = importlib.util.find_spec("gymnasium")
    if package is None or package.origin is None:
        raise RuntimeError("the package gymnasium is missing: install the trainer's Python environment again")
    settings = mujoco.MjLogConfig.get()
    settings.logto_file = False
    settings.logto_console = False
    mujoco.MjLogConfig.set(settings)
    if environment.model.lstrip().startswith("<"):
        return mujoco.MjModel.from_xml_string(environment.model)
    assets = pathlib.Path(package.origin).parent / "envs" / "mujoco" / "assets"
    return mujoco.MjModel.from_xml_path(str(assets / environment.model))


class World(Protocol):
    """Is what a learner and a measurement step: ``Simulation`` on MuJoCo, or an environment's own."""

    environment: Environment
    count: int
    observation: np.ndarray
    age: np.ndarray
    action: np.ndarray
    state: dict[str, np.ndarray]

    def step(self, action: np.ndarray, record: Recording, row: int, ids: np.ndarray | None = None) -> None:
        """Applies one action to the copies ``ids`` and writes a row of the record; resets nothing."""

    def reset_ended(self, record: Recording, row: int) -> None:
        """Begins new episodes where the row of the record ended one."""

    def snapshot(self) -> dict[str, np.ndarray]:
        """Copies everything that a continuation needs."""

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Goes back to a snapshot."""

    def close(self) -> None:
        """Frees what is held."""


def make_world(environment: Environment, count: int, resets: np.random.Generator) -> World:
    """Makes ``count`` copies of an environment, on MuJoCo unless it brings a world of its own."""
    return (environment.world or Simulation)(environment, count, resets)


class Simulation:
    """Holds ``count`` copies of an environment; ``resets`` draws the states in which episodes begin.

    ``observation``: (count, D) float64, what the policy sees now. ``age``: (count,) int64, steps into the
    episode. ``state``: live views of the simulator by name.
    """

    def __init__(self, environment: Environment, count: int, resets: np.random.Generator) -> None:
        self.environment = environment
        self.count = count
        self.resets = resets
        model = load_model(environment)
        self.physics = Physics(model, count)
        self.state = {"qpos": self.physics.qpos, "qvel": self.physics.qvel}
        for name, output in environment.outputs.items():
            whole = self.physics.output(output.field, output.shape)
            self.state[name] = whole[(slice(None), *output.part)]
        self.observation = np.zeros((count, environment.observation_size))
        self.age = np.zeros(count, dtype=np.int64)
        self.action = np.zeros((count, environment.action_size))
        kinds = [int(getattr(mujoco.mjtWarning, name)) for name in _DIVERGED]
        self._warnings = self.physics.warnings[:, kinds[0] : kinds[-1] + 1, 1]
        self._everything = np.arange(count, dtype=np.int32)
        self.reset(self._everything)

    def reset(self, ids: np.ndarray) -> None:
        """Begins new episodes in the copies ``ids`` (int32)."""
        qpos, qvel = self.environment.reset(self.resets, len(ids))
        self.physics.reset(ids, qpos, qvel)
        fresh = {name: values[ids] for name, values in self.state.items()}
        self.observation[ids] = self.environment.observe(fresh)
        self.age[ids] = 0
        self.action[ids] = 0.0

    def step(self, action: np.ndarray, record: Recording, row: int, ids: np.ndarray | None = None) -> None:
        """Applies ``action`` (count, A), within limits, for one step and writes row ``row`` of ``record``.

        Copies outside ``ids`` (int32; None: all) stand still and repeat their last state. Nothing is reset.
        A simulation that diverges ends its episode at the last good state.
        """
        record.before_step(row, self)
        warned = self._warnings.sum(axis=1)
        self.physics.ctrl[:] = action
        self.physics.step(self.environment.substeps, ids)
        if self.environment.contact_forces:
            self.physics.compute_contact_forces(ids)
        diverged = np.flatnonzero(self._warnings.sum(axis=1) > warned)
        for name, values in self.state.items():
            record.after[name][row] = values
            if diverged.size:
                record.after[name][row, diverged] = record.before[name][row, diverged]
        after = {name: values[row] for name, values in record.after.items()}
        self.observation = self.environment.observe(after)
        if ids is None:
            self.age += 1
        else:
            self.age[ids] += 1
        self.action = action
        terminated = self.environment.terminates(after)
        terminated[diverged] = True
        record.after_step(row, self, terminated)

    def reset_ended(self, record: Recording, row: int) -> None:
        """Begins new episodes where row ``row`` of ``record`` ended one."""
        ended = np.flatnonzero(record.ended[row])
        if ended.size:
            self.action = self.action.copy()
            self.reset(ended.astype(np.int32))

    def snapshot(self) -> dict[str, np.ndarray]:
        """Copies everything that a continuation needs, warm start and derived fields included."""
        arrays = {
            "physics": self.physics.state.copy(),
            "observation": self.observation.copy(),
            "age": self.age.copy(),
            "action": self.action.copy(),
        }
        for name, values in self.state.items():
            arrays[f"state.{name}"] = values.copy()
        return arrays

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Goes back to a snapshot; the next step equals, to the bit, the one after ``snapshot``."""
        self.physics.state[:] = arrays["physics"]
        self.observation = arrays["observation"].copy()
        self.age = arrays["age"].copy()
        self.action = arrays["action"].copy()
        for name in self.environment.outputs:
            self.state[name][...] = arrays[f"state.{name}"]

    def close(self) -> None:
        """Frees the simulator's memory."""
        self.state = {}
        self._warnings = np.zeros((0, 0), dtype=np.int32)
        self.physics.close()


class Recording:
    """Keeps ``length`` steps of ``count`` copies, first axes (length, count); its buffers are reused."""

    def __init__(self, environment: Environment, length: int, count: int) -> None:
        self.environment = environment
        self.before: dict[str, np.ndarray] = {}
        self.after: dict[str, np.ndarray] = {}
        self._shape = rows = (length, count)
        self.action = np.zeros((*rows, environment.action_size))
        self.previous_action = np.zeros((*rows, environment.action_size))
        self.observation = np.zeros((*rows, environment.observation_size))
        self.previous_observation = np.zeros((*rows, environment.observation_size))
        self.terminated = np.zeros(rows, dtype=bool)
        self.ended = np.zeros(rows, dtype=bool)
        self.count = np.zeros(rows, dtype=np.int64)

    def before_step(self, row: int, simulation: World) -> None:
        """Copies what is known before a step into row ``row``."""
        if not self.before:
            for name, values in simulation.state.items():
                self.before[name] = np.zeros((*self._shape, *values.shape[1:]))
                self.after[name] = np.zeros((*self._shape, *values.shape[1:]))
        for name, values in simulation.state.items():
            self.before[name][row] = values
        self.previous_observation[row] = simulation.observation
        self.previous_action[row] = simulation.action

    def after_step(
        self, row: int, simulation: World, terminated: np.ndarray, truncated: np.ndarray | None = None
    ) -> None:
        """Copies what is known after a step, before any reset, into row ``row``."""
        self.action[row] = simulation.action
        self.observation[row] = simulation.observation
        self.terminated[row] = terminated
        self.ended[row] = terminated | (simulation.age >= self.environment.horizon)
        if truncated is not None:
            self.ended[row] |= truncated
        self.count[row] = simulation.age

    def steps(self, rows: int) -> Steps:
        """Gives views of the first ``rows`` rows for computing signals."""
        return Steps(
            before={name: values[:rows] for name, values in self.before.items()},
            after={name: values[:rows] for name, values in self.after.items()},
            action=self.action[:rows],
            previous_action=self.previous_action[:rows],
            observation=self.observation[:rows],
            previous_observation=self.previous_observation[:rows],
            terminated=self.terminated[:rows],
            count=self.count[:rows],
            interval=self.environment.interval,
        )
