"""Says what the tasks on Craftax-Classic are: where an episode starts, what counts as done, what may be done.

They follow Auto MC-Reward (Li et al., CVPR 2024), which gives Minecraft four: find a tree, find an animal, get a
diamond, and keep out of lava on the way. Nothing here imports Craftax or JAX, so that a task can be told without them.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass

MOVES = ("NOOP", "LEFT", "RIGHT", "UP", "DOWN")


@dataclass(frozen=True)
class Task:
    """Describes one task.

    An episode starts on a cell that one can stand on, ``near`` to ``far`` steps of the player from the closest
    block ``start``; with ``digs`` the way may lead through stone. Where ``start`` is empty, any grass will do.
    Worlds without such a cell are passed over. ``tools`` are in the inventory at the beginning. ``success`` names
    the fact that ends the episode as done once it reaches ``amount``. ``things`` are told to rewards: how far the
    closest one in view is, and where.
    """

    name: str
    title: str
    text: str
    done: str
    success: str
    amount: float
    things: tuple[str, ...]
    start: str = ""
    near: int = 0
    far: int = 0
    digs: bool = False
    tools: tuple[str, ...] = ()
    actions: tuple[str, ...] = (*MOVES, "DO")
    horizon: int = 100
    steps: int = 100_000


TASKS = (
    Task(
        name="find-tree",
        title="Find a tree (Craftax-Classic)",
        text="Find a tree and stand face to face with it. At the start no tree is in view.",
        done="the player faces a tree",
        success="facing_tree",
        amount=1,
        things=("tree", "lava"),
        start="TREE",
        near=8,
        far=16,
    ),
    Task(
        name="find-animal",
        title="Find an animal (Craftax-Classic)",
        text="Find a cow and stand face to face with it. Cows live on grass and walk about.",
        done="the player faces a cow",
        success="facing_cow",
        amount=1,
        things=("cow", "lava"),
    ),
    Task(
        name="collect-diamond",
        title="Collect a diamond (Craftax-Classic)",
        text=(
            "Dig out a diamond with the iron pickaxe that the player has: face it, and use the action do. "
            "Stone in the way can be dug through. Lava kills whoever walks into it."
        ),
        done="the player has a diamond",
        success="diamonds",
        amount=1,
        things=("diamond", "lava"),
        start="DIAMOND",
        near=3,
        far=9,
        digs=True,
        tools=("wood_pickaxe", "stone_pickaxe", "iron_pickaxe"),
        horizon=150,
        steps=200_000,
    ),
    Task(
        name="avoid-lava",
        title="Explore beside lava (Craftax-Classic)",
        text="Walk over 30 different cells in caves with lava, and do not walk into it: it kills at once.",
        done="the player has been on 30 different cells",
        success="cells_visited",
        amount=30,
        things=("lava",),
        start="LAVA",
        near=1,
        far=4,
        horizon=150,
    ),
)


def task(name: str) -> Task:
    """Finds a task; a wrong name raises ValueError with the nearest and all that there are."""
    known = {item.name: item for item in TASKS}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 1)
    hint = f"; did you mean craftax:{near[0]}?" if near else ""
    raise ValueError(f"craftax:{name}: there is no such task{hint} (known: {', '.join(f'craftax:{item}' for item in known)})")
