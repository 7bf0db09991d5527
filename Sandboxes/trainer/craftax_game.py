"""Plays Craftax-Classic in batches: begins worlds, steps them, tells what is so in them; compiled by JAX.

Every step costs a compilation of half a minute for each number of copies, so everything here works on batches of
one size: ``COPIES`` for playing, ``WORLDS`` for new worlds.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from typing import Any

from trainer.craftax_tasks import Task

import jax
import jax.numpy as jnp
import numpy as np
from craftax.craftax_classic.constants import DIRECTIONS, OBS_DIM, SOLID_BLOCKS, Action, BlockType
from craftax.craftax_classic.envs.craftax_state import EnvParams, EnvState, StaticEnvParams
from craftax.craftax_classic.game_logic import craftax_step, is_game_over
from craftax.craftax_classic.renderer import render_craftax_symbolic
from craftax.craftax_classic.world_gen import generate_world

COPIES = 64
WORLDS = 16
UNSEEN = 12.0
"""Distance that stands for a thing that is not in view; what is in view is 1 to 7 steps away."""

_PARAMETERS, _STATIC = EnvParams(), StaticEnvParams()
_ROWS, _COLUMNS = OBS_DIM
_BLOCKS = len(BlockType)
_CELLS = _ROWS * _COLUMNS * (_BLOCKS + 4)
_ORES = ("STONE", "COAL", "IRON")
_CHANNELS = ("OUT_OF_BOUNDS", "WATER", "TREE", "DIAMOND", "LAVA")
_DOWN = jnp.arange(_ROWS)[:, None] - _ROWS // 2
_RIGHT = jnp.arange(_COLUMNS)[None, :] - _COLUMNS // 2
_AWAY = jnp.abs(_DOWN) + jnp.abs(_RIGHT)
_BEYOND = 10_000

Facts = dict[str, Any]
"""What is so in a world after a step, by name; numbers or pairs of numbers."""


def view_of(symbolic: Any) -> Any:
    """Splits Craftax's symbolic observation into the map (7, 9, blocks and mobs) and the rest (22,)."""
    return symbolic[:_CELLS].reshape(_ROWS, _COLUMNS, _BLOCKS + 4), symbolic[_CELLS:]


def observe(symbolic: Any, state: EnvState, visited: Any) -> Any:
    """Keeps what the tasks need of Craftax's symbolic observation: 10 layers of the map, and the rest.

    An 11th layer shows which cells the player has been on: a policy without memory would walk in circles.
    """
    view, rest = view_of(symbolic)
    layers = [view[..., BlockType[name].value] for name in _CHANNELS]
    layers.append(sum(view[..., BlockType[name].value] for name in _ORES))
    layers += [view[..., _BLOCKS + mob] for mob in range(4)]
    corner = state.player_position + _COLUMNS - jnp.array([_ROWS // 2, _COLUMNS // 2])
    layers.append(jax.lax.dynamic_slice(jnp.pad(visited, _COLUMNS), corner, (_ROWS, _COLUMNS)))
    return jnp.concatenate([jnp.stack(layers, axis=-1).reshape(-1), rest]).astype(jnp.float32)


OBSERVATION_SIZE = _ROWS * _COLUMNS * (len(_CHANNELS) + 6) + 22


def facts(state: EnvState, symbolic: Any, visited: Any, moved: Any, task: Task) -> Facts:
    """Tells what rewards may know and what decides the task; ``visited`` (64, 64) bool."""
    view, _ = view_of(symbolic)
    heading = DIRECTIONS[state.player_direction]
    ahead = tuple(heading + jnp.array([_ROWS // 2, _COLUMNS // 2]))
    layers = {
        "tree": view[..., BlockType.TREE.value],
        "diamond": view[..., BlockType.DIAMOND.value],
        "lava": view[..., BlockType.LAVA.value],
        "cow": view[..., _BLOCKS + 1],
        "enemy": view[..., _BLOCKS] + view[..., _BLOCKS + 2],
    }
    found: Facts = {
        "player_position": state.player_position,
        "facing": heading,
        "moved": moved,
        "cells_visited": visited.sum(),
        "health": state.player_health,
        "food": state.player_food,
        "drink": state.player_drink,
        "energy": state.player_energy,
        "stone": state.inventory.stone,
        "diamonds": state.inventory.diamond,
        "facing_stone": sum(view[(*ahead, BlockType[name].value)] for name in _ORES),
    }
    for name in (*task.things, "enemy"):
        layer = layers[name] > 0
        away = jnp.where(layer, _AWAY, _BEYOND)
        place = jnp.unravel_index(jnp.argmin(away), away.shape)
        offset = jnp.stack([_DOWN[place[0], 0], _RIGHT[0, place[1]]])
        found[f"{name}_visible"] = layer.any()
        found[f"{name}_distance"] = jnp.where(layer.any(), away.min(), UNSEEN)
        found[f"{name}_offset"] = jnp.where(layer.any(), offset, 0)
        found[f"facing_{name}"] = layer[ahead]
    found["died"] = is_game_over(state, _PARAMETERS)
    found["success"] = (found[task.success] >= task.amount) & ~found["died"]
    return {name: jnp.asarray(value, jnp.float32) for name, value in found.items()}


class Game:
    """Holds the compiled functions of one task; ``game`` gives the same one again, so that none is compiled twice."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self._actions = jnp.array([Action[name].value for name in task.actions])
        self.begin = jax.jit(jax.vmap(self._begin))
        self.advance = jax.jit(self._advance)
        self.replace = jax.jit(_replace)
        self.fact_shapes = {
            name: value.shape[1:]
            for name, value in jax.eval_shape(self.begin, jax.random.split(jax.random.key(0), 2))[1][2].items()
        }

    def _begin(self, key: Any) -> tuple[Any, Any]:
        """Makes a world and puts the player where the task starts; the flag says whether there is such a place."""
        world, place = jax.random.split(key)
        state = generate_world(world, _PARAMETERS, _STATIC)
        allowed = self._starts(state.map)
        odds = jnp.where(allowed.reshape(-1), 0.0, -jnp.inf)
        chosen = jax.random.categorical(place, odds)
        position = jnp.stack(jnp.unravel_index(chosen, state.map.shape)).astype(jnp.int32)
        tools = {name: 1 for name in self.task.tools}
        state = state.replace(player_position=position, inventory=state.inventory.replace(**tools))
        state = jax.tree.map(jnp.asarray, state)
        visited = jnp.zeros(state.map.shape, bool).at[tuple(position)].set(True)
        symbolic = render_craftax_symbolic(state)
        told = facts(state, symbolic, visited, False, self.task)
        return allowed.any() & (told["success"] == 0), ((state, visited), observe(symbolic, state, visited), told)

    def _starts(self, blocks: Any) -> Any:
        """Says where an episode may start, (64, 64) bool."""
        task = self.task
        solid = jnp.isin(blocks, SOLID_BLOCKS) | (blocks == BlockType.LAVA.value)
        if not task.start:
            return blocks == BlockType.GRASS.value
        passable = ~solid
        if task.digs:
            for name in _ORES:
                passable |= blocks == BlockType[name].value
        reached = blocks == BlockType[task.start].value
        steps = jnp.where(reached, 0, _BEYOND)
        for distance in range(1, task.far + 1):
            spread = jnp.pad(reached, 1)
            around = spread[:-2, 1:-1] | spread[2:, 1:-1] | spread[1:-1, :-2] | spread[1:-1, 2:]
            fresh = around & passable & ~reached
            steps = jnp.where(fresh, distance, steps)
            reached |= fresh
        return (steps >= task.near) & (steps <= task.far) & ~solid

    def _advance(self, held: Any, choice: Any, key: Any) -> tuple[Any, Any, Facts]:
        """Steps all copies: (state, visited), choices (COPIES,) int32; gives state, observation, facts."""

        def one(item: Any, action: Any, noise: Any) -> tuple[Any, Any, Facts]:
            state, visited = item
            after, _ = craftax_step(noise, state, action, _PARAMETERS, _STATIC)
            moved = (after.player_position != state.player_position).any()
            visited = visited.at[tuple(after.player_position)].set(True)
            symbolic = render_craftax_symbolic(after)
            told = facts(after, symbolic, visited, moved, self.task)
            return (jax.tree.map(lambda new, old: new.astype(old.dtype), after, state), visited), observe(symbolic, after, visited), told

        return jax.vmap(one)(held, self._actions[choice], jax.random.split(key, COPIES))


def _replace(held: Any, fresh: Any, source: Any) -> Any:
    """Puts world ``source[i]`` of ``fresh`` in the place of copy i, where that is not negative."""

    def leaf(old: Any, new: Any) -> Any:
        mask = (source >= 0).reshape(-1, *[1] * (old.ndim - 1))
        return jnp.where(mask, new[jnp.maximum(source, 0)].astype(old.dtype), old)

    return jax.tree.map(leaf, held, fresh)


@functools.cache
def game(name: str) -> Game:
    """Gives the compiled functions of a task, once a process."""
    from trainer.craftax_tasks import task

    return Game(task(name))


@functools.cache
def _painter() -> Any:
    from craftax.craftax_classic.constants import BLOCK_PIXEL_SIZE_IMG
    from craftax.craftax_classic.renderer import make_craftax_pixel_renderer

    # It says on stdout, once, that it prepares its pictures; stdout is for results here.
    with contextlib.redirect_stdout(sys.stderr):
        return jax.jit(make_craftax_pixel_renderer(BLOCK_PIXEL_SIZE_IMG))


def picture(state: EnvState) -> np.ndarray:
    """Paints one world as Craftax shows it to people, (rows, columns, 3) uint8."""
    return np.clip(np.asarray(_painter()(state)), 0, 255).astype(np.uint8)


def keys(seeds: np.ndarray) -> Any:
    """Gives a random key for each of some seeds."""
    return jax.vmap(jax.random.key)(jnp.asarray(seeds, jnp.uint32))
