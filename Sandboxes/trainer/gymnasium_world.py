"""Steps many copies of one of Gymnasium's environments through its vector environments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.environment import Environment
from trainer.gymnasium_environment import RETURN, REWARD, Interface, make, scaled

import numpy as np

if TYPE_CHECKING:
    from trainer.simulation import Recording


class GymnasiumWorld:
    """Holds ``count`` copies; has the calls and fields of ``simulation.World``.

    Every episode begins from a seed of its own, drawn from ``resets``, so that equal generators give equal
    episodes. ``state`` holds Gymnasium's reward, the return so far, and the numbers of ``info``.
    """

    def __init__(
        self, interface: Interface, environment: Environment, count: int, resets: np.random.Generator
    ) -> None:
        import gymnasium

        self.environment = environment
        self.count = count
        self.resets = resets
        self._interface = interface
        self._worlds = gymnasium.vector.SyncVectorEnv(
            [lambda: make(interface.identifier)] * count,
            autoreset_mode=gymnasium.vector.AutoresetMode.DISABLED,
        )
        self._shape = self._worlds.single_action_space.shape or ()
        self._kind = self._worlds.single_action_space.dtype
        self.state: dict[str, np.ndarray] = {REWARD: np.zeros(count), RETURN: np.zeros(count)}
        for name, shape in interface.info.items():
            self.state[f"info_{name}"] = np.zeros((count, *shape))
        self.observation = np.zeros((count, environment.observation_size))
        self.age = np.zeros(count, dtype=np.int64)
        self.action = np.zeros((count, environment.action_size))
        self._over = np.zeros(count, dtype=bool)
        self.reset(np.arange(count, dtype=np.int32))

    def reset(self, ids: np.ndarray) -> None:
        """Begins new episodes in the copies ``ids``."""
        observation, info = self._restart(ids)
        for values in self.state.values():
            values[ids] = 0.0
        self._note(info, ids)
        self.observation = self.observation.copy()
        self.observation[ids] = observation[ids]
        self.age[ids] = 0
        self.action[ids] = 0.0

    def step(self, action: np.ndarray, record: Recording, row: int, ids: np.ndarray | None = None) -> None:
        """Applies ``action`` (count, A) for one step and writes row ``row`` of ``record``.

        Copies outside ``ids`` repeat their last state. Gymnasium steps all copies together, so those run on
        unseen, begun anew where they are over.
        """
        record.before_step(row, self)
        over = np.flatnonzero(self._over)
        if over.size:
            self._restart(over)
        observation, reward, terminated, truncated, info = self._worlds.step(self._commands(action))
        self._over = terminated | truncated
        moved = np.arange(self.count) if ids is None else ids
        if not np.isfinite(observation[moved]).all():
            raise ValueError(f"{self.environment.name} shows a number that is not finite")
        self.state[REWARD][moved] = reward[moved]
        self.state[RETURN][moved] += reward[moved]
        self._note(info, moved)
        self.observation = self.observation.copy()
        self.observation[moved] = observation[moved]
        self.age[moved] += 1
        self.action = action
        for name, values in self.state.items():
            record.after[name][row] = values
        record.after_step(row, self, terminated.copy(), truncated)

    def reset_ended(self, record: Recording, row: int) -> None:
        """Begins new episodes where row ``row`` of ``record`` ended one."""
        ended = np.flatnonzero(record.ended[row])
        if ended.size:
            self.action = self.action.copy()
            self.reset(ended)

    def snapshot(self) -> dict[str, np.ndarray]:
        """Refuses: Gymnasium's environments have no state that could be kept."""
        raise ValueError(
            f"a training in {self.environment.name} cannot be saved and continued; train it whole"
        )

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Refuses, as ``snapshot`` does."""
        self.snapshot()

    def close(self) -> None:
        """Ends the copies."""
        self._worlds.close()

    def _restart(self, ids: np.ndarray) -> tuple[np.ndarray, dict]:
        mask = np.zeros(self.count, dtype=bool)
        mask[ids] = True
        seeds: list[int | None] = [None] * self.count
        for copy, seed in zip(ids.tolist(), self.resets.integers(2**31, size=len(ids)).tolist(), strict=True):
            seeds[copy] = seed
        self._over[ids] = False
        return self._worlds.reset(seed=seeds, options={"reset_mask": mask})

    def _commands(self, action: np.ndarray) -> np.ndarray:
        if self.environment.choices:
            return (action[:, 0] + self._interface.first).astype(self._kind)
        return scaled(self._interface, action).astype(self._kind).reshape(self.count, *self._shape)

    def _note(self, info: dict, ids: np.ndarray) -> None:
        for name in self._interface.info:
            if name in info:
                self.state[f"info_{name}"][ids] = np.asarray(info[name], dtype=np.float64)[ids]
