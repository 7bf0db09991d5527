"""Runs one training from begin to end: batches, checkpoints with their curve, saving, the shipped policy.

It knows the host only through three calls (``Host``), so that a benchmark or a test can stand in for it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Protocol

from trainer.digest import EpisodeWatch
from trainer.environment import Environment, Steps
from trainer.evaluation import evaluate
from trainer.learner import Learner
from trainer.policy import Policy, write_arrays

import numpy as np

_FORMAT = 1


class Host(Protocol):
    """Answers for the rewards and listens to the progress of a training."""

    def rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        """Gives the totals (T, N) of a chunk; ``which`` is ``train``, ``evaluate``, or ``digest`` after the training."""

    def checkpoint(self, point: dict[str, Any]) -> None:
        """Hears of one point of the curve."""

    def saving(self) -> Any:
        """Gives what the host wants kept with a saved state (the reward's own memory), as a JSON value."""

    def beat(self) -> None:
        """Hears that a long computation is alive."""


@dataclass(frozen=True)
class Request:
    """Asks for one training; ``steps`` counts from the very beginning, resumed ones included."""

    environment: str
    seed: int
    steps: int
    checkpoints: int = 10
    curve_episodes: int = 4
    final_episodes: int = 32
    start: str | None = None
    """Policy file to begin with: the stage of a curriculum that came before. A state in ``resume`` goes before it."""
    resume: str | None = None
    save: str | None = None
    pause: float | None = None
    """End at the checkpoint nearest to this share of the training, with the state in ``save``: a rung of a race."""
    policy: str | None = None
    own_reward: bool = False
    """Train with the reward that the environment itself gives; the host is not asked."""
    digest: bool = False
    """Digest the final episodes, and ask the host for the rewards in them; they change nothing that is measured."""


@dataclass
class Checkpoint:
    """Keeps one point of the curve together with the policy that made it."""

    index: int
    steps: int
    fitness: float
    own_reward: float
    episode_length: float
    episodes: list[float]

    def message(self) -> dict[str, Any]:
        """Gives the point as the host hears it."""
        values = asdict(self)
        values["checkpoint"] = values.pop("index")
        return values


class Training:
    """Trains one policy under one reward; every result depends on the request and the totals alone."""

    def __init__(self, environment: Environment, request: Request, host: Host) -> None:
        if request.steps < 1 or request.checkpoints < 1 or request.curve_episodes < 1:
            raise ValueError("steps, checkpoints and curve_episodes must be at least 1")
        if request.pause is not None and (request.save is None or not 0 < request.pause < 1):
            raise ValueError("pause must be between 0 and 1, and save must name a file for the state")
        if request.own_reward and environment.own_reward is None:
            raise ValueError(f"{environment.name} gives no reward of its own")
        self.environment = environment
        self.request = request
        self.host = host
        self.learner = Learner(environment, request.seed)
        self.points: list[Checkpoint] = []
        self.policies: list[Policy] = []
        self.evaluation_steps = 0
        self.memory: Any = None
        self.resumed = request.resume is not None
        if request.resume is not None:
            self._restore(request.resume)
        elif request.start is not None:
            self.learner.begin_with(Policy.load(environment, request.start))

    @property
    def batches(self) -> int:
        """Batches that the whole training takes; the steps asked for are rounded up to whole batches."""
        return -(-self.request.steps // self.environment.learner.batch)

    def run(self) -> dict[str, Any]:
        """Trains to the end, ships the checkpoint with the best own reward, and gives the result.

        Where a pause is asked for, it ends there instead: nothing is shipped, and the result is the last
        checkpoint's. What continues from the saved state equals, to the bit, a training that never paused.
        """
        start = time.process_time()
        first = self.learner.batches
        self._learn()
        if self.request.pause is not None:
            last = self.points[-1]
            outcome = {"shipped": last.index, "fitness": last.fitness, "episodes": last.episodes, "lengths": []}
        else:
            outcome = self._shipped()
        return {
            "done": True,
            "curve": [point.message() for point in self.points],
            **outcome,
            "env_steps": (self.learner.batches - first) * self.environment.learner.batch,
            "evaluation_steps": self.evaluation_steps,
            "cpu_seconds": time.process_time() - start,
            "policy": None if self.request.pause is not None else self.request.policy,
        }

    def _learn(self) -> None:
        """Trains to the end, or to the pause, and saves the state where that is asked for."""
        learner, request = self.learner, self.request
        due = checkpoint_batches(self.batches, request.checkpoints)
        end = self.batches
        if request.pause is not None:
            goal = request.pause * self.batches
            end = min(due, key=lambda batch: (abs(batch - goal), batch))
        fresh = not self.resumed or self.memory is None
        while learner.batches < end:
            steps = learner.collect()
            learner.improve(self._rewards("train", steps, learner.recording.ended, fresh))
            fresh = False
            if request.own_reward:
                self.host.beat()
            if learner.batches in due:
                self._checkpoint()
                if request.save is not None and (request.pause is None or learner.batches == end):
                    self._save(request.save)

    def _shipped(self) -> dict[str, Any]:
        """Measures the policy of the best checkpoint and writes its file."""
        shipped = best(self.points)
        policy = self.policies[shipped]
        if self.request.policy is not None:
            policy.save(self.request.policy)
        return {"shipped": shipped, **self._final(policy)}

    def _rewards(self, which: str, steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
        if self.request.own_reward and self.environment.own_reward is not None:
            return steps.after[self.environment.own_reward].astype(np.float32)
        return self.host.rewards(which, steps, ended, fresh)

    def _checkpoint(self) -> None:
        policy = self.learner.policy()

        def rewards(steps: Steps, ended: np.ndarray, fresh: bool) -> np.ndarray:
            return self._rewards("evaluate", steps, ended, fresh)

        result = self._measure(policy, "curve", self.request.curve_episodes, rewards)
        point = Checkpoint(
            index=len(self.points),
            steps=self.learner.batches * self.environment.learner.batch,
            fitness=float(result.fitness.mean()),
            own_reward=float(result.own_reward.mean()),
            episode_length=float(result.length.mean()),
            episodes=result.fitness.tolist(),
        )
        self.points.append(point)
        self.policies.append(policy)
        self.host.checkpoint(point.message())

    def _final(self, policy: Policy) -> dict[str, Any]:
        """Measures the shipped policy on fresh starts; without final episodes the curve's point stands."""
        if self.request.final_episodes < 1:
            point = self.points[best(self.points)]
            return {"fitness": point.fitness, "episodes": point.episodes, "lengths": []}
        watch = EpisodeWatch(self.environment, partial(self._rewards, "digest")) if self.request.digest else None
        result = self._measure(policy, "final", self.request.final_episodes, watch)
        values = {
            "fitness": float(result.fitness.mean()),
            "episodes": result.fitness.tolist(),
            "lengths": result.length.tolist(),
        }
        if watch is not None:
            values["digest"] = watch.digest(result)
        return values

    def _measure(self, policy: Policy, purpose: str, episodes: int, rewards: Callable | None) -> Any:
        result = evaluate(
            self.environment,
            policy,
            self.request.seed,
            purpose,
            episodes,
            self.environment.learner.batch,
            rewards,
            self.host.beat,
        )
        self.evaluation_steps += int(result.length.sum())
        return result

    def _save(self, path: str) -> None:
        about = {
            "format": _FORMAT,
            "environment": self.environment.name,
            "seed": self.request.seed,
            "points": [asdict(point) for point in self.points],
            "memory": self.host.saving(),
            "learner": asdict(self.environment.learner),
        }
        arrays = {f"learner/{name}": value for name, value in self.learner.snapshot().items()}
        for index, policy in enumerate(self.policies):
            arrays.update({f"policy/{index}/{name}": value for name, value in policy.arrays().items()})
        write_arrays(path, {"about": np.array(json.dumps(about)), **arrays})

    def _restore(self, path: str) -> None:
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(str(arrays.pop("about")))
        expected = {
            "format": _FORMAT,
            "environment": self.environment.name,
            "seed": self.request.seed,
            "learner": asdict(self.environment.learner),
        }
        for name, value in expected.items():
            if about[name] != value:
                raise ValueError(
                    f"{path} was saved with {name} {about[name]}, not {value}; "
                    "delete it to train from the start"
                )
        self.memory = about["memory"]
        self.points = [Checkpoint(**point) for point in about["points"]]
        for index in range(len(self.points)):
            start = f"policy/{index}/"
            part = {key[len(start) :]: value for key, value in arrays.items() if key.startswith(start)}
            self.policies.append(Policy.from_arrays(self.environment, part))
        start = "learner/"
        self.learner.restore({key[len(start) :]: arrays[key] for key in arrays if key.startswith(start)})

    def close(self) -> None:
        """Frees the simulator's memory."""
        self.learner.close()


def checkpoint_batches(batches: int, checkpoints: int) -> list[int]:
    """Spreads checkpoints evenly; the last is the end. Fewer batches than checkpoints: one after each."""
    return sorted({max(1, round(batches * (index + 1) / checkpoints)) for index in range(checkpoints)})


def best(points: list[Checkpoint]) -> int:
    """Finds the checkpoint with the best own reward, the latest of equal ones."""
    return max(range(len(points)), key=lambda index: (points[index].own_reward, index))
