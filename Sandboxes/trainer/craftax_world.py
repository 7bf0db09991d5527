"""Steps many copies of a task on Craftax-Classic; new worlds are made in batches, ahead of need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trainer.craftax_game import COPIES, WORLDS, game, keys
from trainer.environment import Environment

import jax
import jax.numpy as jnp
import numpy as np

if TYPE_CHECKING:
    from craftax.craftax_classic.envs.craftax_state import EnvState
    from trainer.simulation import Recording

_MOST_BATCHES = 50


class CraftaxWorld:
    """Holds ``count`` copies, ``COPIES`` at most; has the calls and fields of ``simulation.World``.

    Worlds come from seeds drawn from ``resets``, so that equal generators give equal episodes. ``state`` holds the
    facts of ``craftax_game``. All ``COPIES`` are stepped always, used or not: one compilation serves every count.
    """

    def __init__(self, task: str, environment: Environment, count: int, resets: np.random.Generator) -> None:
        if count > COPIES:
            raise ValueError(f"{environment.name} steps at most {COPIES} episodes at once, not {count}; measure fewer")
        self.environment = environment
        self.count = count
        self.resets = resets
        self._game = game(task)
        self.state = {name: np.zeros((count, *shape)) for name, shape in self._game.fact_shapes.items()}
        self.observation = np.zeros((count, environment.observation_size))
        self.age = np.zeros(count, dtype=np.int64)
        self.action = np.zeros((count, environment.action_size))
        self._noise = jax.random.key(int(resets.integers(2**31)))
        self._steps = 0
        self._ready: list[int] = []
        self._make_worlds()
        first = jnp.arange(COPIES) % WORLDS
        self._held = jax.tree.map(lambda leaf: leaf[first], self._fresh[0])
        self.reset(np.arange(count))

    def reset(self, ids: np.ndarray) -> None:
        """Begins new episodes in the copies ``ids``, each in a world of its own."""
        self.observation = self.observation.copy()
        waiting = list(ids)
        while waiting:
            if not self._ready:
                self._make_worlds()
            source = np.full(COPIES, -1, dtype=np.int32)
            while waiting and self._ready:
                copy, world = waiting.pop(0), self._ready.pop(0)
                source[copy] = world
                self.observation[copy] = self._fresh_observation[world]
                for name, values in self.state.items():
                    values[copy] = self._fresh_facts[name][world]
            self._held = self._game.replace(self._held, self._fresh[0], source)
        self.age[ids] = 0
        self.action[ids] = 0.0

    def _make_worlds(self) -> None:
        """Makes worlds until at least one can be started in."""
        for _ in range(_MOST_BATCHES):
            seeds = self.resets.integers(2**31, size=WORLDS)
            fits, self._fresh = self._game.begin(keys(seeds))
            self._ready = np.flatnonzero(np.asarray(fits)).tolist()
            if self._ready:
                self._fresh_observation = np.asarray(self._fresh[1])
                self._fresh_facts = {name: np.asarray(value) for name, value in self._fresh[2].items()}
                return
        raise RuntimeError(f"{self.environment.name}: none of {_MOST_BATCHES * WORLDS} worlds has a place to start")

    def step(self, action: np.ndarray, record: Recording, row: int, ids: np.ndarray | None = None) -> None:
        """Applies ``action`` (count, 1), the number of a choice, and writes row ``row`` of ``record``.

        Copies outside ``ids`` repeat their last state.
        """
        record.before_step(row, self)
        choice = np.zeros(COPIES, dtype=np.int32)
        choice[: self.count] = action[:, 0]
        self._steps += 1
        noise = jax.random.fold_in(self._noise, self._steps)
        self._held, seen, told = self._game.advance(self._held, choice, noise)
        moved = np.arange(self.count) if ids is None else ids
        self.observation = self.observation.copy()
        self.observation[moved] = np.asarray(seen)[moved]
        for name, values in self.state.items():
            values[moved] = np.asarray(told[name])[moved]
            record.after[name][row] = values
        self.age[moved] += 1
        self.action = action
        terminated = (self.state["success"] > 0) | (self.state["died"] > 0)
        record.after_step(row, self, terminated)

    def reset_ended(self, record: Recording, row: int) -> None:
        """Begins new episodes where row ``row`` of ``record`` ended one."""
        ended = np.flatnonzero(record.ended[row])
        if ended.size:
            self.action = self.action.copy()
            self.reset(ended)

    def first(self) -> EnvState:
        """Gives the state of the first copy, for pictures."""
        return jax.tree.map(lambda leaf: leaf[0], self._held[0])

    def snapshot(self) -> dict[str, np.ndarray]:
        """Refuses: a world's state is not kept."""
        raise ValueError(f"a training in {self.environment.name} cannot be saved and continued; train it whole")

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Refuses, as ``snapshot`` does."""
        self.snapshot()

    def close(self) -> None:
        """Lets go of the worlds."""
        del self._held, self._fresh
