"""Learns: collects batches with the noisy policy and improves it, in two calls with the rewards between.

``collect`` steps the copies and fills a recording; the caller obtains the rewards of those steps from
wherever they come; ``improve`` takes them. Every random number comes from the
training's seed.
"""

from __future__ import annotations

import json

from trainer.environment import Environment, Steps
from trainer.normalisers import ObservationNormaliser, RewardNormaliser
from trainer.policy import Policy, forward, initial_parameters
from trainer.simulation import Recording, make_world
from trainer.update import draw_order, make_optimiser, make_update

import jax
import numpy as np

_PURPOSES = {"start": 1, "noise": 2, "order": 3, "reset": 4, "curve": 5, "final": 6, "probe": 7}

# Observations that the scaling of a policy to begin with counts for: it follows new ones slowly.
_TRUST = 100_000.0


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Gives the random stream of one purpose, independent of all others of the same seed."""
    sequence = np.random.SeedSequence(seed, spawn_key=(_PURPOSES[purpose],))
    return np.random.Generator(np.random.PCG64(sequence))


class Learner:
    """Holds all that changes while a policy is trained; ``snapshot`` and ``restore`` cover all of it."""

    def __init__(self, environment: Environment, seed: int) -> None:
        settings = environment.learner
        self.environment = environment
        self.settings = settings
        self.streams = {name: stream(seed, name) for name in ("noise", "order", "reset")}
        self.simulation = make_world(environment, settings.copies, self.streams["reset"])
        self.recording = Recording(environment, settings.length, settings.copies)
        self.observations = ObservationNormaliser(environment.observation_size)
        self.rewards = RewardNormaliser(settings.copies, settings.discount)
        self.parameters = initial_parameters(environment, stream(seed, "start"))
        self.optimiser = make_optimiser(settings).init(self.parameters)
        self.batches = 0
        self._update = make_update(settings)
        rows = (settings.length, settings.copies)
        self._observation = np.zeros((*rows, environment.observation_size), dtype=np.float32)
        self._noise = np.zeros((*rows, environment.policy_outputs), dtype=np.float32)
        self._action = np.zeros((*rows, environment.action_size), dtype=np.float32)
        self._log_probability = np.zeros(rows, dtype=np.float32)

    def begin_with(self, policy: Policy) -> None:
        """Takes over how a policy acts: its actor, its noise, how it scales what it observes.

        What states are worth is learnt anew, for the rewards are new. A policy of another size raises ValueError.
        """
        for name in [name for name in self.parameters if not name.startswith("critic.")]:
            values = policy.parameters.get(name)
            if values is None or values.shape != self.parameters[name].shape:
                raise ValueError(f"the policy to begin with does not fit: {name} is missing or of another shape")
            self.parameters[name] = values.copy()
        self.observations.assume(*policy.normaliser.moments, _TRUST)

    def collect(self) -> Steps:
        """Steps every copy ``length`` times with the noisy policy and gives what happened, (T, N, …)."""
        settings, simulation = self.settings, self.simulation
        act = self._choose if self.environment.choices else self._aim
        self._draw_noise()
        for row in range(settings.length):
            self.observations.update(simulation.observation)
            seen = self.observations(simulation.observation)
            self._observation[row] = seen
            simulation.step(act(seen, row), self.recording, row)
            simulation.reset_ended(self.recording, row)
        return self.recording.steps(settings.length)

    def _draw_noise(self) -> None:
        if self.environment.choices:
            self._noise[:] = self.streams["noise"].gumbel(size=self._noise.shape)
            return
        self.streams["noise"].standard_normal(dtype=np.float32, out=self._noise)
        deviation = self.parameters["log_deviation"]
        self._log_probability[:] = -0.5 * np.square(self._noise).sum(axis=-1) - np.float32(
            deviation.sum() + 0.5 * np.log(2.0 * np.pi) * len(deviation)
        )

    def _aim(self, seen: np.ndarray, row: int) -> np.ndarray:
        """Gives noisy continuous actions (N, A) within the limits."""
        deviation = np.exp(self.parameters["log_deviation"])
        action = forward(self.parameters, "actor", seen) + deviation * self._noise[row]
        self._action[row] = action
        limit = self.environment.action_limit
        return np.clip(action, -limit, limit).astype(np.float64)

    def _choose(self, seen: np.ndarray, row: int) -> np.ndarray:
        """Draws choices (N, 1), each with its probability: the largest of log-odds plus Gumbel noise."""
        odds = forward(self.parameters, "actor", seen)
        choice = (odds + self._noise[row]).argmax(axis=-1)
        top = odds.max(axis=-1, keepdims=True)
        total = np.log(np.exp(odds - top).sum(axis=-1)) + top[:, 0]
        self._log_probability[row] = odds[np.arange(len(odds)), choice] - total
        self._action[row, :, 0] = choice
        return choice[:, None].astype(np.float64)

    def improve(self, totals: np.ndarray) -> None:
        """Improves the policy with the rewards (T, N) of the steps just collected."""
        ended = self.recording.ended
        batch = {
            "observation": self._observation,
            "action": self._action,
            "log_probability": self._log_probability,
            "reward": self.rewards(totals.astype(np.float64), ended),
            "ended": ended.astype(np.float32),
            "bootstrap": self._bootstrap(),
            "last_observation": self.observations(self.simulation.observation),
        }
        order = draw_order(self.settings, self.streams["order"])
        parameters, self.optimiser = self._update(self.parameters, self.optimiser, batch, order)
        self.parameters = {name: np.array(value) for name, value in parameters.items()}
        self.batches += 1

    def _bootstrap(self) -> np.ndarray:
        """Gives the value of the real last observation where the time limit cut an episode, else zero."""
        values = np.zeros(self.recording.ended.shape, dtype=np.float32)
        cut = self.recording.ended & ~self.recording.terminated
        if cut.any():
            last = self.observations(self.recording.observation[cut])
            values[cut] = forward(self.parameters, "critic", last)[:, 0]
        return values

    def policy(self) -> Policy:
        """Copies the policy as it is now."""
        return Policy(self.environment, self.parameters, self.observations.moments)

    def snapshot(self) -> dict[str, np.ndarray]:
        """Copies the whole state as named arrays."""
        arrays: dict[str, np.ndarray] = {"batches": np.array(self.batches)}
        leaves = jax.tree_util.tree_leaves(self.optimiser)
        parts = {
            "parameters": self.parameters,
            "optimiser": {str(index): np.array(leaf) for index, leaf in enumerate(leaves)},
            "observations": self.observations.snapshot(),
            "rewards": self.rewards.snapshot(),
            "simulation": self.simulation.snapshot(),
            "streams": {
                name: np.array(json.dumps(generator.bit_generator.state))
                for name, generator in self.streams.items()
            },
        }
        for part, values in parts.items():
            arrays.update({f"{part}/{name}": value for name, value in values.items()})
        return arrays

    def restore(self, arrays: dict[str, np.ndarray]) -> None:
        """Goes back to a snapshot; what follows equals, to the bit, what followed it."""

        def part(name: str) -> dict[str, np.ndarray]:
            start = f"{name}/"
            return {key[len(start) :]: value for key, value in arrays.items() if key.startswith(start)}

        self.batches = int(arrays["batches"])
        self.parameters = part("parameters")
        leaves = part("optimiser")
        structure = jax.tree_util.tree_structure(self.optimiser)
        ordered = [leaves[str(index)] for index in range(len(leaves))]
        self.optimiser = jax.tree_util.tree_unflatten(structure, ordered)
        self.observations.restore(part("observations"))
        self.rewards.restore(part("rewards"))
        self.simulation.restore(part("simulation"))
        for name, text in part("streams").items():
            self.streams[name].bit_generator.state = json.loads(str(text))

    def close(self) -> None:
        """Frees the simulator's memory."""
        self.simulation.close()
