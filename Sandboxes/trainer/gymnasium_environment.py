"""Makes an environment out of any of Gymnasium's, from its spaces, its documentation and its ``info``.

The policy sees the flattened observation. A reward sees it too, with the action and the numbers in ``info``;
Gymnasium's own reward is kept for the fitness and for the human baseline, and no signal carries it.
"""

from __future__ import annotations

import functools
import inspect
import math
import re
from dataclasses import dataclass
from typing import Any

from trainer.environment import (
    Defaults,
    Environment,
    Episodes,
    Fitness,
    Learner,
    Signal,
    Steps,
    common_signals,
)

import numpy as np

REWARD = "reward"
RETURN = "return"
_LARGEST = 4096
_LARGEST_INFO = 64
_TRIED_STEPS = 300
_USUAL_HORIZON = 1000


@dataclass(frozen=True)
class Interface:
    """Says how to speak to the environment: ``low`` and ``high`` bound each action, ``info`` gives shapes."""

    identifier: str
    low: np.ndarray
    high: np.ndarray
    first: int
    info: dict[str, tuple[int, ...]]


def make(identifier: str, **settings: Any) -> Any:
    """Makes one copy; a missing package or unknown name raises ValueError with the remedy."""
    import gymnasium

    try:
        world = gymnasium.make(identifier, disable_env_checker=True, **settings)
    except (gymnasium.error.DependencyNotInstalled, ModuleNotFoundError) as error:
        raise ValueError(f"gym:{identifier} needs more: {_remedy(str(error))}") from error
    except gymnasium.error.Error as error:
        raise ValueError(f"gym:{identifier}: {' '.join(str(error).split())}") from error
    return gymnasium.wrappers.FlattenObservation(world)


def _remedy(words: str) -> str:
    """Turns Gymnasium's hint into a command for the interpreter that runs here."""
    import importlib.metadata
    import sys

    extra = re.search(r"gymnasium\[([a-z0-9_-]+)\]", words)
    if extra is None:
        return " ".join(words.split())
    version = importlib.metadata.version("gymnasium")
    return (
        f"the optional packages gymnasium[{extra[1]}] are not installed; install them with "
        f'{sys.executable} -m pip install "gymnasium[{extra[1]}]=={version}"'
    )


def gymnasium_environment(identifier: str) -> Environment:
    """Describes the environment ``identifier``, after some steps of random behaviour in one copy of it."""
    from trainer.gymnasium_world import GymnasiumWorld

    world = make(identifier)
    try:
        actions, choices, low, high, first = _actions(identifier, world.action_space)
        size = _observation_size(identifier, world.observation_space)
        seen, infos, limit = _try(world)
        documentation = inspect.getdoc(type(world.unwrapped)) or ""
        horizon = limit or _USUAL_HORIZON
        interface = Interface(
            identifier, low, high, first, {name: values.shape[1:] for name, values in infos.items()}
        )
    finally:
        world.close()
    name = f"gym:{identifier}"
    return Environment(
        name=name,
        key=name,
        title=f"{identifier} (Gymnasium)",
        task=_task(documentation, identifier),
        horizon=horizon,
        fitness=Fitness(
            "return", "points", "Gymnasium's own return over a whole episode, which no signal tells"
        ),
        termination=f"The episode ends when Gymnasium says so, after {horizon} steps at the latest.",
        signals=_signals(interface, choices, size, horizon, seen, infos, documentation),
        defaults=Defaults(
            steps=100_000, samples=4, generations=3, seeds=1, finalists=2, finalist_seeds=1, confirm_seeds=3
        ),
        interval=1.0,
        action_size=actions,
        action_limit=1.0,
        observation_size=size,
        score=_score,
        choices=choices,
        world=functools.partial(GymnasiumWorld, interface),
        own_reward=REWARD,
        learner=Learner(copies=16, length=128, entropy_weight=0.01 if choices else 0.0),
    )


def _score(episodes: Episodes) -> np.ndarray:
    return episodes.last[RETURN]


def _actions(identifier: str, space: Any) -> tuple[int, int, np.ndarray, np.ndarray, int]:
    """Gives numbers an action, choices (0: continuous), bounds of each number, and the first choice."""
    import gymnasium

    if isinstance(space, gymnasium.spaces.Discrete):
        return 1, int(space.n), np.zeros(1), np.full(1, float(space.n - 1)), int(space.start)
    if isinstance(space, gymnasium.spaces.Box) and np.issubdtype(space.dtype, np.floating):
        low, high = (np.asarray(side, dtype=np.float64).reshape(-1) for side in (space.low, space.high))
        # An open side is bounded at one, so that the policy's noise has a scale.
        low, high = np.where(np.isfinite(low), low, -1.0), np.where(np.isfinite(high), high, 1.0)
        return int(low.size), 0, low, high, 0
    raise ValueError(
        f"gym:{identifier} takes actions from {type(space).__name__}; "
        "only Discrete spaces and Box spaces of floating-point numbers can be learned here"
    )


def _observation_size(identifier: str, space: Any) -> int:
    import gymnasium

    size = math.prod(space.shape) if isinstance(space, gymnasium.spaces.Box) else 0
    if not 1 <= size <= _LARGEST:
        raise ValueError(
            f"gym:{identifier} shows {size or 'a varying number of'} numbers; the policy takes 1 to "
            f"{_LARGEST} (no pictures): choose a variant that observes its state"
        )
    return size


def _try(world: Any) -> tuple[np.ndarray, dict[str, np.ndarray], int | None]:
    """Gives observations (steps, D) and the usable numbers of ``info`` by name, and the time limit."""
    observation, _ = world.reset(seed=0)
    world.action_space.seed(0)
    seen, rewards, infos = [observation], [], []
    for _ in range(_TRIED_STEPS):
        observation, reward, terminated, truncated, info = world.step(world.action_space.sample())
        seen.append(observation)
        rewards.append(float(reward))
        infos.append(info)
        if terminated or truncated:
            world.reset()
    specification = world.spec
    limit = specification.max_episode_steps if specification is not None else None
    return np.stack(seen), _usable(infos, np.array(rewards)), limit


def _usable(infos: list[dict[str, Any]], rewards: np.ndarray) -> dict[str, np.ndarray]:
    """Keeps what is a number or a small array in every step, and does not tell the reward or a part of it."""
    found = {}
    for name in infos[0]:
        if not name.isidentifier() or any(word in name.lower() for word in ("reward", "return", "episode")):
            continue
        values = [info.get(name) for info in infos]
        if not all(
            isinstance(value, (bool, int, float, np.number, np.bool_, np.ndarray)) for value in values
        ):
            continue
        if len({np.shape(value) for value in values}) != 1 or np.size(values[0]) > _LARGEST_INFO:
            continue
        if np.asarray(values).dtype.kind not in "bifu":
            continue
        column = np.asarray(values, dtype=np.float64)
        flat = column.reshape(len(values), -1)
        if any(_tells(flat[:, index], rewards) for index in range(flat.shape[1])):
            continue
        found[name] = column
    return found


def _tells(values: np.ndarray, rewards: np.ndarray) -> bool:
    """Says whether the values are the rewards, up to scale and offset."""
    if values.std() == 0 or rewards.std() == 0:
        return False
    return abs(float(np.corrcoef(values, rewards)[0, 1])) > 0.999


def _signals(
    interface: Interface,
    choices: int,
    size: int,
    horizon: int,
    seen: np.ndarray,
    infos: dict[str, np.ndarray],
    documentation: str,
) -> tuple[Signal, ...]:
    low, high = _range(seen)
    said = {
        "observation": _section(documentation, "Observation Space"),
        "action": _section(documentation, "Action Space"),
    }
    signals = []
    for signal in common_signals(size, len(interface.low), 1.0, float(horizon)):
        text, shape, bottom, top, unit = signal.text, signal.shape, signal.low, signal.high, signal.unit
        compute = signal.compute
        if signal.name.endswith("observation"):
            bottom, top = low, high
        if signal.name == "time":
            text, unit = "steps since the episode began, this one included", "steps"
        if signal.name.endswith("action"):
            bottom, top, unit = float(interface.low.min()), float(interface.high.max()), "1"
            compute = functools.partial(_action, interface, choices, signal.name)
            if choices:
                shape, text = (
                    (),
                    f"number of the choice, 0 to {choices - 1}"
                    + (
                        " of the step before; 0 in the first step"
                        if signal.name.startswith("previous")
                        else ""
                    ),
                )
        if said.get(signal.name):
            text = f"{text}. {said[signal.name]}"
        signals.append(Signal(signal.name, shape, unit, text, bottom, top, compute))
    for name, values in infos.items():
        bottom, top = _range(values.reshape(len(values), -1))
        compute = functools.partial(_info, name)
        text = f"what Gymnasium says in info[{name!r}] after this step"
        signals.append(Signal(f"info_{name}", interface.info[name], "1", text, bottom, top, compute))
    return tuple(signals)


def _action(interface: Interface, choices: int, name: str, steps: Steps) -> np.ndarray:
    values = steps.action if name == "action" else steps.previous_action
    return values[..., 0] if choices else scaled(interface, values)


def scaled(interface: Interface, action: np.ndarray) -> np.ndarray:
    """Maps a policy's action from [-1, 1] to the environment's bounds, (…, A)."""
    return interface.low + (np.clip(action, -1.0, 1.0) + 1.0) / 2.0 * (interface.high - interface.low)


def _info(name: str, steps: Steps) -> np.ndarray:
    return steps.after[f"info_{name}"]


def _range(values: np.ndarray) -> tuple[float, float]:
    """Gives the range that random behaviour visits, rounded outwards to two digits, never a single point."""
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 1.0, high + 1.0
    unit = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    return round(math.floor(low / unit) * unit, 9), round(math.ceil(high / unit) * unit, 9)


def _section(documentation: str, title: str, longest: int = 600) -> str:
    """Gives a section of an environment's documentation on one line, cut at a word."""
    found = re.search(rf"^#+ *{title}\s*\n(.*?)(?=^#+ |\Z)", documentation, re.MULTILINE | re.DOTALL)
    if found is None:
        return ""
    text = re.sub(r"```.*?```", " ", found[1], flags=re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\|?[-:| ]*-{2,}[-:| ]*\|?", " ", text)
    text = " ".join(text.split())
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"


def _task(documentation: str, identifier: str) -> str:
    """Takes the description for the task; the user's words (``--task``) come before it."""
    said = _section(documentation, "Description")
    return said or f"Do well in Gymnasium's {identifier}."
