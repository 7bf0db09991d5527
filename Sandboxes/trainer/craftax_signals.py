"""Says what a reward may know in the tasks on Craftax-Classic, with units and ranges."""

from __future__ import annotations

from functools import partial

from trainer.craftax_tasks import Task
from trainer.environment import Signal, Steps

import numpy as np

_UNSEEN = 12.0
_SHOWN = {"tree": "a tree", "cow": "a cow", "diamond": "a diamond", "lava": "lava", "enemy": "a zombie or skeleton"}


def _after(name: str, steps: Steps) -> np.ndarray:
    return steps.after[name]


def _before(name: str, steps: Steps) -> np.ndarray:
    return steps.before[name]


def _now(name: str, unit: str, text: str, high: float, shape: tuple[int, ...] = (), low: float = 0.0) -> Signal:
    return Signal(name, shape, unit, text, low, high, partial(_after, name))


def _earlier(name: str, unit: str, text: str, high: float, low: float = 0.0) -> Signal:
    return Signal(f"previous_{name}", (), unit, f"{text}, before this step", low, high, partial(_before, name))


def signals(task: Task, observation_size: int) -> tuple[Signal, ...]:
    """Gives the signals of a task; every one is of the state after the step but those called previous."""
    found = [
        _now("success", "1", f"1 where {task.done}: the task is done and the episode over, otherwise 0", 1.0),
        _now("died", "1", "1 where the player died at this step (lava, a monster, hunger), otherwise 0", 1.0),
    ]
    for name in task.things:
        found += _thing(name)
    found += _thing("enemy")
    found += [
        _now("moved", "1", "1 where the player changed its cell, 0 where it stood or ran into something", 1.0),
        _now("cells_visited", "cells", "different cells that the player has been on in this episode", 60.0, low=1.0),
        _earlier("cells_visited", "cells", "different cells that the player has been on in this episode", 60.0, 1.0),
        _now("facing_stone", "1", "1 where the cell ahead is stone, coal or iron, otherwise 0", 1.0),
        _now("health", "points", "health, 9 when well, dead at 0", 9.0),
        _earlier("health", "points", "health, 9 when well, dead at 0", 9.0),
        _now("food", "points", "food, 9 when full", 9.0),
        _now("drink", "points", "drink, 9 when full", 9.0),
        _now("energy", "points", "energy, 9 when rested", 9.0),
        _now("player_position", "cells", "row and column of the player in the world of 64 by 64", 63.0, (2,)),
        _now("facing", "1", "direction that the player faces: down and right", 1.0, (2,), -1.0),
    ]
    if "stone" in task.text:
        found += [
            _now("stone", "blocks", "stone that the player has dug out", 9.0),
            _earlier("stone", "blocks", "stone that the player has dug out", 9.0),
        ]
    choices = ", ".join(f"{number} {name.lower()}" for number, name in enumerate(task.actions))
    found += [
        Signal(
            "action", (), "1", f"number of the choice: {choices}", 0.0, len(task.actions) - 1.0,
            lambda s: s.action[..., 0],
        ),
        Signal(
            "previous_action", (), "1", "number of the choice of the step before; 0 in the first step", 0.0,
            len(task.actions) - 1.0, lambda s: s.previous_action[..., 0],
        ),
        Signal(
            "time", (), "steps", "steps since the episode began, this one included", 0.0, float(task.horizon),
            lambda s: s.count * s.interval,
        ),
        Signal(
            "terminated", (), "1", "1 where the episode ended at this step, by success or by death, otherwise 0; "
            "reaching the time limit does not count", 0.0, 1.0, lambda s: s.terminated,
        ),
        Signal(
            "observation", (observation_size,), "mixed", "what the policy sees after this step: 7 by 9 cells in 11 "
            "layers, inventory and condition", 0.0, 1.0, lambda s: s.observation,
        ),
        Signal(
            "previous_observation", (observation_size,), "mixed", "what the policy saw before this step", 0.0, 1.0,
            lambda s: s.previous_observation,
        ),
    ]  # fmt: skip
    return tuple(found)


def _thing(name: str) -> list[Signal]:
    shown = _SHOWN[name]
    closest = shown.removeprefix("a ")
    text = f"steps to the closest {closest} in view; {_UNSEEN:g} where none is in view"
    return [
        _now(f"{name}_distance", "cells", text, _UNSEEN),
        _earlier(f"{name}_distance", "cells", text, _UNSEEN),
        _now(f"{name}_visible", "1", f"1 where {shown} is in view (7 rows, 9 columns), otherwise 0", 1.0),
        _earlier(f"{name}_visible", "1", f"1 where {shown} is in view (7 rows, 9 columns)", 1.0),
        _now(f"{name}_offset", "cells", f"where the closest {closest} is: down and right; 0 where none", 4.0, (2,), -4.0),
        _now(f"facing_{name}", "1", f"1 where {shown} is in the cell ahead, otherwise 0", 1.0),
    ]
